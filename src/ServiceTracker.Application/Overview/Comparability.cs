using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>From when on weeks of a basic can be compared: what asked for something else, or was another process, says nothing.</summary>
internal sealed class Comparability(MasterData master, IReadOnlyList<ProcessChange> changes, Site? site, DateOnly last)
{
    /// <summary>First day of weeks like the last one; null where nothing changed.</summary>
    /// <param name="basic">Code of the basic.</param>
    /// <param name="channelId">The channel.</param>
    public DateOnly? From(string basic, int channelId) => Later(RebasedOn(basic, channelId), AskedOtherwiseUntil(basic));

    /// <summary>The same for all basics together.</summary>
    /// <param name="channelId">The channel; null for all of them.</param>
    /// <param name="found">The basics; null: none.</param>
    public DateOnly? FromOf(int? channelId, BasicsFigures? found) => (found?.ByChannel ?? [])
        .Where(c => channelId is null || c.ChannelId == channelId).Max(c => From(c.Basic, c.ChannelId));

    /// <summary>What changed about each basic, by its code.</summary>
    /// <param name="found">The basics; null: none.</param>
    /// <param name="weeksBack">As of so many weeks before the last one.</param>
    public IReadOnlyDictionary<string, BasicShift> ShiftsOf(BasicsFigures? found, int weeksBack = 0) => BasicShift.Of(
    [
        .. (found?.ByChannel ?? []).Select(c => new ShiftCell(
            c.Basic, c.ChannelId, [.. c.Weeks.SkipLast(weeksBack).TakeLast(RateShift.Weeks)], From(c.Basic, c.ChannelId))),
    ]);

    /// <summary>What is recorded of baselines, newest first: a number, its day, and the basics it asks for otherwise than the one
    /// before.</summary>
    public IReadOnlyList<(Baseline Baseline, IReadOnlyList<string> Basics)> BaselineChanges()
    {
        var terms = master.BaselineTerms.Where(t => t.From <= last).Select(t => master.Baselines[t.Number]).ToList();
        return [.. terms.Skip(1).Select((b, i) => (b, Otherwise(terms[i], b))).Reverse()];
    }

    // A change at one of several sites is not one of them all.
    private DateOnly? RebasedOn(string basic, int channelId) => changes
        .Where(c => c.Rebase && c.Date <= last && c.Concerns(site?.Id ?? 0, channelId, basic))
        .Select(c => (DateOnly?)c.Date).Max();

    private DateOnly? AskedOtherwiseUntil(string basic) => BaselineChanges()
        .Where(c => c.Basics.Contains(basic, StringComparer.Ordinal)).Select(c => (DateOnly?)c.Baseline.EffectiveFrom).Max();

    private static IReadOnlyList<string> Otherwise(Baseline before, Baseline now) =>
    [
        .. now.Expectations.Where(e => before.Find(e.Code) is not { } old
            || (old.Kind, old.Target, old.Direction) != (e.Kind, e.Target, e.Direction)).Select(e => e.Code),
    ];

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null || b > a ? b : a;
}
