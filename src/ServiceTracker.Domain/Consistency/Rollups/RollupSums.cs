using System.Runtime.InteropServices;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Consistency.Rollups;

/// <summary>The sums of any number of deltas for all rollups at once, in memory: what a queue holds, or what a recount found.</summary>
/// <param name="baselines">Published baselines by number.</param>
public sealed class RollupSums(IReadOnlyDictionary<int, Baseline> baselines)
{
    private readonly Dictionary<StaffWeekKey, StaffWeek> staffWeeks = [];
    private readonly Dictionary<SiteDayHourKey, SiteDayHour> siteDayHours = [];
    private readonly Dictionary<OrgWeekKey, OrgWeek> orgWeeks = [];
    private readonly Dictionary<OrgHourOfWeekKey, OrgHourOfWeek> orgHoursOfWeek = [];

    public IReadOnlyDictionary<StaffWeekKey, StaffWeek> StaffWeeks => staffWeeks;
    public IReadOnlyDictionary<SiteDayHourKey, SiteDayHour> SiteDayHours => siteDayHours;
    public IReadOnlyDictionary<OrgWeekKey, OrgWeek> OrgWeeks => orgWeeks;
    public IReadOnlyDictionary<OrgHourOfWeekKey, OrgHourOfWeek> OrgHoursOfWeek => orgHoursOfWeek;

    /// <summary>Lines in all rollups together.</summary>
    public int Lines => staffWeeks.Count + siteDayHours.Count + orgWeeks.Count + orgHoursOfWeek.Count;

    /// <summary>Adds what a delta adds, or takes out what it takes out.</summary>
    public void Add(RollupDelta d) =>
        Add(d.SiteId, d.StaffId, d.TeamId, d.ChannelId, d.Source, d.BusinessDate, d.HourOfWeek, d.Pattern(baselines[d.Baseline]), d.Measures, d.Times);

    /// <summary>Adds interactions of one pattern.</summary>
    /// <param name="measures">The values of the pattern's measures, in the order of their bits.</param>
    /// <param name="times">How many.</param>
    public void Add(
        int siteId, int? staffId, int? teamId, int channelId, Source source, DateOnly businessDate, short hourOfWeek,
        in ObservationPattern pattern, double[]? measures, long times)
    {
        var week = IsoWeek.Of(businessDate).Monday;
        var baseline = pattern.Baseline.Number;
        Line(staffWeeks, new StaffWeekKey(siteId, week, staffId ?? 0, teamId ?? 0, channelId, source, baseline), StaffWeek.Empty).Add(pattern, measures, times);
        Line(siteDayHours, new SiteDayHourKey(siteId, businessDate, hourOfWeek), SiteDayHour.Empty).Add(pattern, times);
        Line(orgWeeks, new OrgWeekKey(week, channelId, baseline), OrgWeek.Empty).Add(pattern, measures, times);
        Line(orgHoursOfWeek, new OrgHourOfWeekKey(week, hourOfWeek), OrgHourOfWeek.Empty).Add(pattern, times);
    }

    private static TLine Line<TKey, TLine>(Dictionary<TKey, TLine> lines, TKey key, Func<TKey, TLine> empty)
        where TKey : struct
        where TLine : class
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(lines, key, out _);
        return line ??= empty(key);
    }
}
