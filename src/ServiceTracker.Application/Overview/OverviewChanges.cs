using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>What changed, in lines.</summary>
internal sealed class OverviewChanges(MasterData master, Site? site, Comparability comparable, IReadOnlyList<ProcessChange> changes)
{
    /// <summary>Recorded changes of the process and baselines that came into force, the newest first.</summary>
    public IReadOnlyList<RecordedChange> Recorded { get; } =
    [
        .. changes.Select(c => new RecordedChange(
                c.Date, $"“{c.What}”", master.Channels.Find(c.ChannelId)?.Name, c.Expectation is { } basic ? [basic] : null))
            .Concat(comparable.BaselineChanges().Select(c => new RecordedChange(
                c.Baseline.EffectiveFrom, $"baseline {c.Baseline.Number}", null, c.Basics)))
            .OrderByDescending(c => c.Date),
    ];

    /// <summary>The flag in a line.</summary>
    public FlagLine LineOf(Flag flag)
    {
        var concern = FlagReader.ConcernOf(flag, master, site);
        return new FlagLine(flag, concern, concern?.Sentence ?? flag.Sentence);
    }

    /// <summary>The level before and since each recorded change, and since what stands out began, the newest first.</summary>
    /// <param name="weeks">Consecutive whole weeks, oldest first.</param>
    /// <param name="main">What stands out; null: nothing.</param>
    /// <param name="basic">Code of the only basic that is asked about; null: all.</param>
    public IReadOnlyList<ChangeEffect> EffectsOn(IReadOnlyList<WeekCount> weeks, Concern? main, string? basic)
    {
        var effects = Recorded.Where(r => basic is null || r.Basics is null || r.Basics.Contains(basic, StringComparer.Ordinal))
            .Select(r => (r.Date, r.What)).ToList();
        if (main is { Kind: ConcernKind.Fell or ConcernKind.Lower, Since: { } since } && main.Basic == basic)
        {
            var began = IsoWeek.Of(since);
            if (!effects.Exists(e => IsoWeek.Of(e.Date) == began)) effects.Add((began.Monday, $"week {began.Number}, where it fell"));
        }

        return
        [
            .. effects.Where(e => e.Date > weeks[0].Week.Monday).OrderByDescending(e => e.Date)
                .Select(e => ChangeEffect.Of(e.Date, e.What, weeks)),
        ];
    }

    /// <summary>The lines, the newest first. What comes before a concern is told with it, as "after", never as its cause.</summary>
    /// <param name="concerns">What stands out.</param>
    /// <param name="closed">Flags that were closed since.</param>
    /// <param name="risen">What is met more often.</param>
    /// <param name="from">Recorded changes from this day on.</param>
    public IReadOnlyList<ChangeLine> Lines(
        IReadOnlyList<Concern> concerns, IEnumerable<Flag> closed, IEnumerable<(DateOnly Since, string Text)> risen, DateOnly from)
    {
        var began = concerns.Where(c => c.Since is not null && c.Kind != ConcernKind.Critical)
            .Select(c => (Concern: c, After: Recorded.FirstOrDefault(r => r.ComesBefore(c)))).ToList();
        var told = began.Select(b => b.After).OfType<RecordedChange>().ToHashSet();
        return
        [
            .. began.Select(b => new ChangeLine(
                    b.Concern.Since!.Value, $"{b.Concern.Name} down{After(b.After)}", Signal.Concern))
                .Concat(Recorded.Where(r => r.Date >= from && !told.Contains(r))
                    .Select(r => new ChangeLine(r.Date, Capital(r.What), Signal.None)))
                .Concat(closed.Select(f => new ChangeLine(
                    f.ClosedOn!.Value, $"Closed: {LineOf(f).Concern?.Name ?? f.Sentence}", Signal.None)))
                .Concat(risen.Select(r => new ChangeLine(r.Since, r.Text, Signal.Improvement)))
                .OrderByDescending(l => l.Date),
        ];
    }

    private static string After(RecordedChange? change) =>
        change is null ? ", no change recorded before it" : $" after {change.What} ({Concern.Day(change.Date)})";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
