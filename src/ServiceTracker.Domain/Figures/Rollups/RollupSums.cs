using System.Runtime.InteropServices;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>The sums of any number of deltas for all rollups at once, in memory: what a queue holds, or what a recount found.</summary>
/// <param name="baselines">Published baselines by number.</param>
/// <param name="bad">Receives the interactions that somebody has to turn round; null where nobody asks.</param>
public sealed class RollupSums(IReadOnlyDictionary<int, Baseline> baselines, BadContacts? bad = null)
{
    private readonly Dictionary<StaffWeekKey, StaffWeek> staffWeeks = [];
    private readonly Dictionary<SiteDayHourKey, SiteDayHour> siteDayHours = [];
    private readonly Dictionary<OrgWeekKey, OrgWeek> orgWeeks = [];
    private readonly Dictionary<OrgHourOfWeekKey, OrgHourOfWeek> orgHoursOfWeek = [];

    private readonly HashSet<StaffDay> days = [];

    /// <summary>The interactions among them that somebody has to turn round; null where nobody asked.</summary>
    public BadContacts? Bad => bad;

    /// <summary>Days of people on channels that these sums are about.</summary>
    public IReadOnlySet<StaffDay> Days => days;

    public IReadOnlyDictionary<StaffWeekKey, StaffWeek> StaffWeeks => staffWeeks;
    public IReadOnlyDictionary<SiteDayHourKey, SiteDayHour> SiteDayHours => siteDayHours;
    public IReadOnlyDictionary<OrgWeekKey, OrgWeek> OrgWeeks => orgWeeks;
    public IReadOnlyDictionary<OrgHourOfWeekKey, OrgHourOfWeek> OrgHoursOfWeek => orgHoursOfWeek;

    /// <summary>Lines in all rollups together.</summary>
    public int Lines => staffWeeks.Count + siteDayHours.Count + orgWeeks.Count + orgHoursOfWeek.Count;

    /// <summary>Adds what a delta adds, or takes out what it takes out.</summary>
    public void Add(RollupDelta d) => Add(d, d.Times);

    /// <summary>Adds what an entry of the queue holds.</summary>
    public void Add(RollupQueueEntry entry)
    {
        foreach (var delta in entry.Unpack()) Add(delta);
    }

    /// <summary>Takes out what a delta adds, or adds what it takes out.</summary>
    public void TakeOut(RollupDelta d) => Add(d, -d.Times);

    /// <summary>
    /// Takes stored lines out of these sums. What is left is what must be added to the stored lines to make them equal to the sums: nothing
    /// for a line that is right, a line of zeros for a stored line that holds nothing and should not be there.
    /// </summary>
    /// <returns>How many lines there were, stored or summed.</returns>
    public long TakeOut(
        IEnumerable<StaffWeek> storedStaffWeeks, IEnumerable<SiteDayHour> storedSiteDayHours, IEnumerable<OrgWeek> storedOrgWeeks,
        IEnumerable<OrgHourOfWeek> storedOrgHoursOfWeek) =>
        TakeOut(staffWeeks, storedStaffWeeks, w => w.Key, StaffWeek.Empty, (from, w) => from.TakeOut(w), w => w.IsEmpty)
        + TakeOut(siteDayHours, storedSiteDayHours, h => h.Key, SiteDayHour.Empty, (from, h) => from.TakeOut(h), h => h.IsEmpty)
        + TakeOut(orgWeeks, storedOrgWeeks, w => w.Key, OrgWeek.Empty, (from, w) => from.TakeOut(w), w => w.IsEmpty)
        + TakeOut(orgHoursOfWeek, storedOrgHoursOfWeek, h => h.Key, OrgHourOfWeek.Empty, (from, h) => from.TakeOut(h), h => h.IsEmpty);

    private static long TakeOut<TKey, TLine>(
        Dictionary<TKey, TLine> lines, IEnumerable<TLine> stored, Func<TLine, TKey> keyOf, Func<TKey, TLine> empty,
        Action<TLine, TLine> takeOut, Func<TLine, bool> isEmpty)
        where TKey : struct
        where TLine : class
    {
        foreach (var (key, line) in lines)
        {
            if (isEmpty(line)) lines.Remove(key);
        }

        long count = lines.Count;
        foreach (var line in stored)
        {
            var key = keyOf(line);
            if (!lines.ContainsKey(key)) count++;
            var left = Line(lines, key, empty);
            takeOut(left, line);
            if (isEmpty(left) && !isEmpty(line)) lines.Remove(key);
        }

        return count;
    }

    private void Add(RollupDelta d, long times)
    {
        var week = IsoWeek.Of(d.BusinessDate).Monday;
        days.Add(new StaffDay(d.SiteId, d.StaffId, d.ChannelId, d.BusinessDate));
        bad?.Add(d, times);
        if (d.State == Interactions.InteractionState.SameContact) return;
        var pattern = d.Pattern(baselines[d.Baseline]);
        var process = pattern.Score(Viewpoint.Process);
        var person = pattern.Held == 0 && pattern.Excused == 0 ? process : pattern.Score(Viewpoint.Person);
        Line(
            staffWeeks, new StaffWeekKey(d.SiteId, week, d.StaffId ?? 0, d.TeamId ?? 0, d.ChannelId, d.Source, d.Baseline), StaffWeek.Empty)
                .Add(pattern, process, person, d.Measures, times);
        Line(siteDayHours, new SiteDayHourKey(d.SiteId, d.BusinessDate, d.HourOfWeek), SiteDayHour.Empty).Add(pattern, process, times);
        Line(orgWeeks, new OrgWeekKey(week, d.ChannelId, d.Baseline), OrgWeek.Empty).Add(pattern, process, person, d.Measures, times);
        Line(orgHoursOfWeek, new OrgHourOfWeekKey(week, d.HourOfWeek), OrgHourOfWeek.Empty).Add(pattern, process, times);
    }

    private static TLine Line<TKey, TLine>(Dictionary<TKey, TLine> lines, TKey key, Func<TKey, TLine> empty)
        where TKey : struct
        where TLine : class
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(lines, key, out _);
        return line ??= empty(key);
    }
}
