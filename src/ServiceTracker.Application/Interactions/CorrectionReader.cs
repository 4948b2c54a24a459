using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>Turns what somebody wants to be otherwise into the corrected interaction, or into everything that is wrong with it. Scored by
/// the baseline that it had.</summary>
internal sealed class CorrectionReader(MasterData master, Actor actor, DateTime utcNow)
{
    private readonly List<FieldError> errors = [];

    /// <summary>The corrected record.</summary>
    /// <param name="entry">As it is stored.</param>
    /// <param name="input">What is to be otherwise.</param>
    /// <returns>It, or what is wrong.</returns>
    public Result<InteractionRecord> Read(InteractionRecord entry, InteractionCorrection input)
    {
        FindFaults(input);
        var i = entry.Interaction;
        var baseline = master.Baselines[i.Baseline];
        var site = Given(input.Site) is { } siteCode ? actor.IfOwn(master.Sites.Find(siteCode)) ?? Unknown<Site>("site", siteCode)
            : master.Sites[i.SiteId];
        var staff = input.Staff is null ? master.Staff.Find(i.StaffId) : Staff(input.Staff);
        var channel = Given(input.Channel) is { } channelCode
            ? master.Channels.Find(channelCode) ?? Unknown<Channel>("channel", channelCode) : master.Channels[i.ChannelId];
        if (site is null || channel is null) return Refusal.Invalid(errors);

        var to = Placed(Correction.None(i), i, site, staff, input);
        if (staff is not null && (to.StaffId != i.StaffId || to.BusinessDate != i.BusinessDate) && !staff.IsActiveOn(to.BusinessDate))
            errors.Add(new("$.staff", "not_active", $"{staff.Code} was not active on {to.BusinessDate:yyyy-MM-dd}."));
        // Of what was answered one by one the rest stays as it was.
        var observed = ObservedBasics.Of(
            baseline, channel.Code, Answers(i, baseline, channel, input.Observations), CheckKind.Quick, errors);
        to = to with { ChannelId = channel.Id, Met = observed.Met, Na = observed.Na, Measures = observed.Measures };
        to = Standing(to, i, input);
        if (errors.Count > 0) return Refusal.Invalid(errors);

        var corrected = to.Of(i, baseline);
        var note = input.Note is null ? entry.Text?.Note : StoredForm.Of(input.Note);
        var text = note is null && entry.Text?.Comment is null ? null
            : new InteractionText { SiteId = to.SiteId, InteractionId = i.Id, Note = note, Comment = entry.Text?.Comment };
        return new InteractionRecord(
            corrected, text,
            [
                .. entry.Causes.Where(c => ((to.Met | to.Na) & (1L << c.Bit)) == 0)
                    .Select(c => new MissCause { SiteId = to.SiteId, InteractionId = i.Id, Bit = c.Bit, Cause = c.Cause }),
            ],
            [
                .. entry.StandOuts.Select(s => new StandOut
                {
                    SiteId = to.SiteId,
                    InteractionId = i.Id,
                    Position = s.Position,
                    Kind = s.Kind,
                    Note = s.Note,
                }),
            ],
            entry.HasGivenId);
    }

    private void FindFaults(InteractionCorrection input)
    {
        if (string.IsNullOrWhiteSpace(input.Reason)) errors.Add(new("$.reason", FieldError.Required, "Say why it is changed."));
        TooLong("reason", input.Reason, InteractionCorrection.MaxReason);
        TooLong("note", input.Note, InteractionEntry.MaxText);

        void TooLong(string field, string? text, int most)
        {
            if (text?.Length > most) errors.Add(new("$." + field, FieldError.Invalid, $"At most {most} characters."));
            if (!StorableText.IsStorable(text)) errors.Add(new("$." + field, FieldError.Invalid, StorableText.Refusal));
        }
    }

    private StaffMember? Staff(string given)
    {
        if (Given(given) is not { } code) return null;
        var found = master.Staff.Find(code);
        // Of others an account that belongs to a person does not even learn that they are there.
        return found is not null && actor.MayLogFor(found.Id) ? found : Unknown<StaffMember>("staff", code);
    }

    private Correction Placed(Correction to, Interaction i, Site site, StaffMember? staff, InteractionCorrection input)
    {
        var moves = site.Id != i.SiteId;
        to = to with { SiteId = site.Id, StaffId = staff?.Id };
        if (to.StaffId != i.StaffId) to = to with { RoleId = master.Roles.Find(staff?.RoleTitle)?.Id };
        if (!string.IsNullOrWhiteSpace(input.Team))
        {
            var team = master.Team(site.Id, Code.Trim(input.Team));
            if (team is null) errors.Add(new("$.team", FieldError.UnknownReference, $"There is no team of {site.Code} “{input.Team}”."));
            to = to with { TeamId = team?.Id };
        }
        else if (input.Team is not null) to = to with { TeamId = null };
        else if (moves) to = to with { TeamId = master.Team(site.Id, staff?.HomeTeamId)?.Id };

        if (!moves && input.OccurredAt is null) return to;
        var at = input.OccurredAt is { } given ? StoredForm.Of(given.UtcDateTime) : i.OccurredAt;
        if (InteractionIntake.WhyNotAt(at, utcNow) is { } wrong)
        {
            errors.Add(wrong);
            return to;
        }

        // The zone by which it was written stays its own; at another site it is that site's.
        var zone = moves ? site.ZoneNumber : i.ZoneNumber;
        var moment = site.CalendarOf(zone).At(at);
        return to with
        {
            OccurredAt = at,
            ZoneNumber = zone,
            UtcOffset = moment.UtcOffsetMinutes,
            BusinessDate = moment.BusinessDate,
            HourOfWeek = moment.HourOfWeek,
        };
    }

    // What it said before holds, where the channel has it; what is new there is to be answered.
    private ObservationAnswers Answers(Interaction i, Baseline baseline, Channel channel, ObservationAnswers? given)
    {
        if (given?.AllMet == true) return given;
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var before = master.Channels[i.ChannelId].Code;
        foreach (var e in baseline.Expectations.Where(e => e.AppliesTo(before) && e.AppliesTo(channel.Code)))
        {
            answers[e.Code] = (i.Na & e.Mask) != 0 ? Answer.NotApplicable
                : e.Kind == ExpectationKind.Measure ? i.ValueOf(baseline, e) is { } value ? Answer.Of(value) : Answer.NotApplicable
                : (i.Met & e.Mask) != 0 ? Answer.Met : Answer.Missed;
        }

        foreach (var (code, answer) in given?.Answers ?? new Dictionary<string, Answer>()) answers[code] = answer;
        return ObservationAnswers.Of(answers);
    }

    private Correction Standing(Correction to, Interaction i, InteractionCorrection input)
    {
        if (Choice<Outcome>(input.Outcome, "outcome") is { } outcome) to = to with { Outcome = outcome };
        var ground = Choice<ExclusionGround>(input.ExcludedAs, "excludedAs");
        if (input.State is not null && !InteractionCorrection.States.Contains(input.State))
        {
            errors.Add(new("$.state", FieldError.Invalid, $"One of: {string.Join(", ", InteractionCorrection.States)}."));
            return to;
        }

        if (input.State != "excluded")
        {
            if (input.ExcludedAs is not null)
                errors.Add(new("$.excludedAs", FieldError.Invalid, "Only what is excluded is excluded as something."));
            return input.State is null ? to : to with { State = InteractionState.Counted, ExcludedAs = null };
        }

        if (input.ExcludedAs is null)
            errors.Add(new("$.excludedAs", FieldError.Required, "Say as what it is excluded."));
        return to with
        {
            ExcludedAs = ground,
            State = ground == ExclusionGround.CustomerConduct && !Confirms(i) ? InteractionState.Counted : InteractionState.Excluded,
        };
    }

    // Nobody takes what they entered themselves, or what is about them, out of the figures in this way.
    private bool Confirms(Interaction i) => actor.MayJudge(i);

    private T? Choice<T>(string? text, string field)
        where T : struct, Enum
    {
        if (text is null) return null;
        if (SnakeCase<T>.TryParse(text, out var value)) return value;
        errors.Add(new("$." + field, FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<T>.All)}."));
        return null;
    }

    private T? Unknown<T>(string field, string code)
        where T : class
    {
        errors.Add(new("$." + field, FieldError.UnknownReference, $"There is no {field} “{code}”."));
        return null;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
