using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Application.Figures;

/// <summary>How far a person's interactions of one day go together, so that they tell less than as many of different days.</summary>
internal static class DayToDay
{
    private const int DaysInWorkingWeek = 5;

    // Day-to-day variation of a person's rate until it has been measured; see the detectors' ρ₀.
    private const double Usual = 0.02;

    /// <summary>1 + (interactions of a person's day − 1)·ρ, from lines by week.</summary>
    public static double DesignEffect(IReadOnlyList<(LineKey Key, FigureSums Sums)> weeks)
    {
        var (personWeeks, scored) = PersonWeeks(weeks);
        return DesignEffect(personWeeks, scored);
    }

    /// <summary>The same of so many weeks of people with so many scored interactions.</summary>
    public static double DesignEffect(int personWeeks, long scored)
    {
        var perDay = personWeeks == 0 ? 1 : Math.Max(1, (double)scored / personWeeks / DaysInWorkingWeek);
        return 1 + (perDay - 1) * Usual;
    }

    /// <summary>In how many weeks people worked, each counted by itself, and what was scored in them.</summary>
    public static (int PersonWeeks, long Scored) PersonWeeks(IReadOnlyList<(LineKey Key, FigureSums Sums)> weeks)
    {
        var ofPeople = weeks.Where(l => l.Key.Unit.StaffId is not null && l.Sums.ScoredPerson > 0).ToList();
        return (ofPeople.Select(l => (l.Key.Unit.StaffId, l.Key.Period)).Distinct().Count(), ofPeople.Sum(l => l.Sums.ScoredPerson));
    }
}
