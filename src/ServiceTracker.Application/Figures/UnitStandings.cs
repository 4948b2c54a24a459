using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Application.Figures;

/// <summary>
/// How the units of the watch stood at the end of a week, or stand now. The one place in which a line is given its class: pages, files and
/// the API all come here.
/// </summary>
/// <param name="asked">What alone the question was about; a line says only what else it is of.</param>
/// <param name="rows">Those of the question.</param>
internal sealed class UnitStandings(Unit asked, IEnumerable<Domain.Flags.Watching.UnitWeek> rows)
{
    private static readonly Standing Unseen = new(
        ConsistencyClass.NotEnoughYet, "Not enough yet: no scored interactions of this week have been looked at so far.");

    private readonly ILookup<(int Staff, int Channel), Domain.Flags.Watching.UnitWeek> units =
        rows.ToLookup(r => (r.StaffId, r.ChannelId));

    /// <summary>
    /// The standing of a line: that of the unit of the watch whose interactions it counts, which is the person (on the channel) or else the
    /// channel or the site. Teams, whoever is nobody in particular, and several sites together are no units.
    /// </summary>
    /// <param name="line">Whose figures.</param>
    /// <param name="by">What they were broken down by.</param>
    /// <returns>Null where the line is no unit's.</returns>
    public Standing? Find(Unit line, Breakdown by)
    {
        var (site, staff, channel) = (line.SiteId ?? asked.SiteId, line.StaffId ?? asked.StaffId, line.ChannelId ?? asked.ChannelId);
        var isPartOfSite = channel is null && (by & (Breakdown.Team | Breakdown.Staff)) != 0;
        if (staff is null && (site is null || isPartOfSite)) return null;
        var found = units[(staff ?? 0, channel ?? 0)].Where(r => site is null || r.SiteId == site).ToList();
        // Somebody who served at one site alone is that site's unit; who served at several stands at each of them for itself.
        return found switch
        {
            [] => Unseen,
            [var row] => new Standing(row.Class, row.Because),
            _ => null,
        };
    }
}
