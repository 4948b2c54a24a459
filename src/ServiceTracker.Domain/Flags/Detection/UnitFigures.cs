namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a unit's standing is told by, beside its flags.</summary>
/// <param name="Interactions">Scored interactions since the start of the segment.</param>
/// <param name="ActiveWeeks">Whole weeks of the last 25 with an interaction, under whichever baseline.</param>
/// <param name="WeeksBehind">Active weeks that tell what is usual: those of the segment.</param>
/// <param name="N">Interactions that count as usual.</param>
/// <param name="K">Misses among them.</param>
/// <param name="RecentN">Interactions of the last eight weeks that do not count yet.</param>
/// <param name="RecentK">Misses among them.</param>
public readonly record struct UnitFigures(
    long Interactions, int ActiveWeeks, int WeeksBehind, long N, long K, long RecentN, long RecentK)
{
    /// <summary>Of a detector, at the end of a day.</summary>
    /// <param name="detector">The unit's.</param>
    /// <param name="date">The day.</param>
    /// <param name="activeWeeks">Whole weeks with an interaction; null: those of the segment.</param>
    public static UnitFigures Of(ChangeDetector detector, DateOnly date, int? activeWeeks = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var (usual, recent) = (detector.Usual, detector.Usual.Recent);
        return new(
            detector.Interactions, activeWeeks ?? usual.WeeksBehind(date), usual.WeeksBehind(date), usual.N, usual.K, recent.N, recent.K);
    }
}
