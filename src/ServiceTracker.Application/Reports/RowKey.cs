using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports;

/// <summary>The codes that name a row of a weekly file. Empty for interactions without staff or team, and for what is summed
/// over.</summary>
internal sealed record RowKey(IsoWeek Week, string Site, string Team, string Staff, string Channel) : IComparable<RowKey>
{
    public int CompareTo(RowKey? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(Site, other.Site);
        if (order == 0) order = string.CompareOrdinal(Team, other.Team);
        if (order == 0) order = string.CompareOrdinal(Staff, other.Staff);
        return order != 0 ? order : string.CompareOrdinal(Channel, other.Channel);
    }
}
