using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Figures.Swings;

namespace ServiceTracker.Application.Figures;

/// <summary>
/// How the weeks of people swing, each beside the colleagues of the site. Somebody who serves at several sites is told of at the one with
/// most of their interactions. What is not asked for is not worked out.
/// </summary>
/// <param name="counts">Of people by channel and week, each site's complete.</param>
internal sealed class PeopleSwings(IReadOnlyList<UnitWeekCount> counts)
{
    private readonly Dictionary<bool, IReadOnlyDictionary<(int Site, int Staff, int Channel), WeekSwings>> found = [];

    // Worked out once for everybody: a page asks for each person in turn.
    private Dictionary<int, int?>? mainSites;

    /// <summary>Of a person, or of a person on a channel; null where there is too little to compare.</summary>
    /// <param name="unit">The unit; its team is not looked at.</param>
    public WeekSwings? Find(Unit unit)
    {
        if (unit.StaffId is not { } staff) return null;
        var byChannel = unit.ChannelId is not null;
        if (!found.TryGetValue(byChannel, out var all)) found.Add(byChannel, all = Of(byChannel));
        if (unit.SiteId is { } site) return all.GetValueOrDefault((site, staff, unit.ChannelId ?? 0));
        return MainSiteOf(staff) is { } main ? all.GetValueOrDefault((main, staff, unit.ChannelId ?? 0)) : null;
    }

    /// <summary>The site with most of a person's interactions; null where there are none.</summary>
    public int? MainSiteOf(int staff) => (mainSites ??= counts.Where(c => c.Unit.StaffId is not null)
        .GroupBy(c => c.Unit.StaffId!.Value)
        .ToDictionary(person => person.Key, person => person.GroupBy(c => c.Unit.SiteId)
            .OrderByDescending(g => g.Sum(c => c.ScoredPerson)).ThenBy(g => g.Key).First().Key)).GetValueOrDefault(staff);

    private Dictionary<(int Site, int Staff, int Channel), WeekSwings> Of(bool byChannel) => counts
        .Where(c => c.Unit is { SiteId: not null, StaffId: not null, ChannelId: not null })
        .GroupBy(c => c.Unit.SiteId!.Value)
        .SelectMany(site => WeekSwings.Of(
                site.GroupBy(c => (Staff: c.Unit.StaffId!.Value, Channel: c.Unit.ChannelId!.Value, c.Week)).Select(g => new SwingCount(
                    g.Key.Staff, g.Key.Channel, g.Key.Week, g.Sum(c => c.AllBasicsMetPerson), g.Sum(c => c.ScoredPerson))),
                byChannel)
            .Select(w => (Key: (site.Key, w.Key.Staff, w.Key.Channel), w.Value)))
        .ToDictionary(w => w.Key, w => w.Value);
}
