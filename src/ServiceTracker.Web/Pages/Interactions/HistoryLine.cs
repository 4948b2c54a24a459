using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>One change of an interaction, as people read it.</summary>
/// <param name="At">UTC instant.</param>
/// <param name="Local">By the site's clock.</param>
/// <param name="Differences">What is otherwise: what it is, as it was, as it is since.</param>
public sealed record HistoryLine(
    DateTime At, DateTime Local, string By, RevisionKind Kind, string Reason,
    IReadOnlyList<(string What, string Before, string After)> Differences)
{
    private const string None = "none";

    /// <summary>The line of a change.</summary>
    public static HistoryLine Of(InteractionStep step, Baseline baseline, MasterData master, BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(master);
        ArgumentNullException.ThrowIfNull(calendar);
        var (a, b) = (step.Before, step.After);
        var differences = b.AnsweredOtherwise(a, baseline)
            .Select(e => (InteractionWords.Of(e), Answer(a, baseline, e), Answer(b, baseline, e))).ToList();
        Add("What got in the way", Causes(a, baseline), Causes(b, baseline));
        Add("Site", master.Sites.Find(a.Site)?.Name, master.Sites.Find(b.Site)?.Name);
        Add("Person", master.Staff.Find(a.Staff)?.Name, master.Staff.Find(b.Staff)?.Name);
        Add("Team", a.Team, b.Team);
        Add("Channel", master.Channels.Find(a.Channel)?.Name, master.Channels.Find(b.Channel)?.Name);
        Add("When", $"{a.OccurredAt:d MMM yyyy HH:mm}", $"{b.OccurredAt:d MMM yyyy HH:mm}");
        Add("Outcome", Outcome(a), Outcome(b));
        Add("In the figures", Standing(a), Standing(b));
        Add("Note", a.Note, b.Note);
        var at = step.Revision.At;
        return new HistoryLine(at, calendar.At(at).Local, step.Revision.ByName, step.Revision.Kind, step.Revision.Reason, differences);

        void Add(string what, string? before, string? after)
        {
            if (before != after) differences.Add((what, before ?? None, after ?? None));
        }
    }

    private static string Answer(InteractionFacts facts, Baseline baseline, Expectation e)
    {
        var i = facts.Answers(baseline.Number);
        var word = InteractionWords.Of(i.ResultOf(e));
        return e.Kind == ExpectationKind.Measure && i.ValueOf(baseline, e) is { } value
            ? $"{InteractionWords.Value(value, e.Unit)}, {word}" : word;
    }

    private static string? Causes(InteractionFacts facts, Baseline baseline) => facts.Causes.Count == 0 ? null
        : string.Join(
            ", ", facts.Causes.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c =>
                $"{(baseline.Find(c.Key) is { } e ? InteractionWords.Of(e) : c.Key)}: "
                + (SnakeCase<Cause>.TryParse(c.Value, out var cause) ? InteractionWords.Of(cause) : c.Value)));

    private static string Outcome(InteractionFacts facts) =>
        SnakeCase<Outcome>.TryParse(facts.Outcome, out var outcome) ? InteractionWords.Of(outcome) : facts.Outcome;

    private static string Standing(InteractionFacts facts)
    {
        var ground = SnakeCase<ExclusionGround>.TryParse(facts.ExcludedAs, out var found) ? InteractionWords.Of(found) : null;
        return facts.State == SnakeCase<InteractionState>.Text(InteractionState.Excluded) ? $"excluded, {ground}"
            : ground is null ? "counts" : $"counts; proposed: {ground}";
    }
}
