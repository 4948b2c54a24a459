using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Application.Figures;

/// <summary>What is to be known of a breakdown.</summary>
public static class Breakdowns
{
    /// <summary>Everything that tells one unit from another.</summary>
    public const Breakdown EveryUnit = Breakdown.Site | Breakdown.Team | Breakdown.Staff | Breakdown.Channel;

    /// <summary>What a table of figures can be broken down by, each alone; along weeks and days there are charts.</summary>
    public static IReadOnlyList<Breakdown> OfTables { get; } =
    [
        Breakdown.Site, Breakdown.Team, Breakdown.Staff, Breakdown.Channel, Breakdown.Expectation, Breakdown.Reason, Breakdown.HourOfWeek,
    ];

    /// <summary>Its units alone.</summary>
    public static Breakdown Units(this Breakdown by) => by & EveryUnit;

    /// <summary>Figures by person are the person's, all others the process's.</summary>
    public static Viewpoint Viewpoint(this Breakdown by) =>
        by.HasFlag(Breakdown.Staff) ? Domain.Figures.Viewpoint.Person : Domain.Figures.Viewpoint.Process;
}
