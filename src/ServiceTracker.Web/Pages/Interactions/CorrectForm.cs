using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>What the form of <see cref="CorrectModel"/> shows and sends: everything as it is, of which what differs is corrected.</summary>
public sealed class CorrectForm
{
    /// <summary>In the place of a ground: it counts.</summary>
    public const string Counts = "counted";

    private const string LocalTime = "yyyy-MM-dd'T'HH:mm";

    public string? Reason { get; set; }
    public string? Site { get; set; }
    public string? Staff { get; set; }
    public string? Channel { get; set; }

    /// <summary>By the clock of the site, as it is typed.</summary>
    public string? OccurredAt { get; set; }

    public string? Outcome { get; set; }
    public string? Note { get; set; }

    /// <summary>counted, or the ground of the exclusion.</summary>
    public string? Standing { get; set; }

    public List<AnswerField> Answers { get; set; } = [];
    public int? Version { get; set; }

    /// <summary>The answer to one basic.</summary>
    public sealed class AnswerField
    {
        public string? Code { get; set; }

        /// <summary>met, missed, na or a number; empty where the basic does not apply.</summary>
        public string? Value { get; set; }
    }

    /// <summary>The form of an interaction as it is.</summary>
    public static CorrectForm Of(InteractionDetails d) => new()
    {
        Site = d.Site.Code,
        Staff = d.Staff?.Code,
        Channel = d.Channel.Code,
        OccurredAt = d.LocalTime.ToString(LocalTime, CultureInfo.InvariantCulture),
        Outcome = SnakeCase<Outcome>.Text(d.Interaction.Outcome),
        Note = d.Text?.Note,
        Standing = StandingOf(d.Interaction),
        Answers = [.. d.Baseline.Expectations.OrderBy(e => e.Bit).Select(e => new AnswerField { Code = e.Code, Value = Value(d, e) })],
        Version = d.Interaction.Version,
    };

    /// <summary>What differs from an interaction as it is.</summary>
    /// <param name="d">As it is.</param>
    /// <param name="state">Receives what cannot be read.</param>
    public InteractionCorrection Read(InteractionDetails d, ModelStateDictionary state)
    {
        var was = Of(d);
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        for (var n = 0; n < Answers.Count; n++)
        {
            if (Answers[n] is not { Code: { } code } field || d.Baseline.Find(code) is not { } basic) continue;
            var (typed, before) = (Given(field.Value), was.Answers.Find(a => a.Code == code)?.Value);
            if (typed is null || typed == before) continue;
            if (basic.Kind == ExpectationKind.Check || typed == "na") answers[code] = Answer.Parse(typed);
            else if (double.TryParse(typed.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                answers[code] = Answer.Of(number);
            else state.AddModelError($"Input.Answers[{n}].Value", $"{InteractionWords.Of(basic)}: “{typed}” is not a number.");
        }

        var excluded = Given(Standing) is { } standing && standing != Counts ? standing : null;
        return new InteractionCorrection
        {
            Reason = Reason,
            State = Standing is null || Standing == was.Standing ? null : excluded is null ? Counts : "excluded",
            ExcludedAs = Standing == was.Standing ? null : excluded,
            Site = Other(Site, was.Site),
            // Not sent at all by whom it is not asked of.
            Staff = Staff is null && was.Staff is null || Staff == was.Staff ? null : Staff,
            Channel = Other(Channel, was.Channel),
            OccurredAt = Given(OccurredAt) is { } at && at != was.OccurredAt ? Instant(at, d, state) : null,
            Observations = answers.Count == 0 ? null : ObservationAnswers.Of(answers),
            Outcome = Other(Outcome, was.Outcome),
            Note = (Given(Note) ?? "") == (was.Note ?? "") ? null : Note ?? "",
        };
    }

    // What is only proposed stands as what it is proposed to be, for a manager to confirm.
    private static string StandingOf(Interaction i) =>
        i.State == InteractionState.Excluded && i.ExcludedAs is { } ground ? SnakeCase<ExclusionGround>.Text(ground) : Counts;

    private static string? Value(InteractionDetails d, Expectation e)
    {
        var i = d.Interaction;
        if (!e.AppliesTo(d.Channel.Code)) return null;
        if ((i.Na & e.Mask) != 0) return "na";
        if (e.Kind == ExpectationKind.Measure) return i.ValueOf(d.Baseline, e)?.ToString("R", CultureInfo.InvariantCulture);
        return (i.Met & e.Mask) != 0 ? "met" : "missed";
    }

    private static DateTimeOffset? Instant(string typed, InteractionDetails d, ModelStateDictionary state)
    {
        if (!DateTime.TryParseExact(
            typed, [LocalTime, "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            state.AddModelError("Input.OccurredAt", "A date and a time are needed.");
            return null;
        }

        // The offset of that day: it differs from the one of before where the clocks were changed between.
        var calendar = d.Site.CalendarOf(d.Interaction.ZoneNumber);
        var offset = TimeSpan.FromMinutes(d.Interaction.UtcOffset);
        if (local.Year is < 1900 or > 2999) return new DateTimeOffset(local, offset);
        offset = TimeSpan.FromMinutes(calendar.At(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc)).UtcOffsetMinutes);
        return new DateTimeOffset(local, offset);
    }

    private static string? Other(string? typed, string? was) => Given(typed) is { } given && given != was ? given : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
