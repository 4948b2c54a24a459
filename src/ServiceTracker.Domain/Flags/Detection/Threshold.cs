namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The evidence at which a flag is raised: A = c · N / b. While nothing changes, evidence minus the number of interactions is a martingale,
/// so the mean number of interactions between false flags is at least A (M. Pollak, Annals of Statistics 13 (1985) 206–227; Shin, Ramdas
/// and Rinaldo 2022, proposition 2.4): a person with N interactions a year gets at most b false flags a year, however many explanations are
/// weighed.
/// </summary>
public static class Threshold
{
    /// <summary>Budgets on offer: false flags a person and year.</summary>
    public const double FewFalseFlags = 0.5, UsualFalseFlags = 1, ManyFalseFlags = 2;

    /// <summary>Weeks looked back for the usual volume.</summary>
    public const int VolumeWeeks = 25;

    /// <summary>Weeks in a year of <see cref="PerYear"/>.</summary>
    public const int WeeksPerYear = 52;

    /// <summary>Below this many interactions a week evidence comes in steps so large that it overshoots: the threshold may be lower, c =
    /// <see cref="FewFactor"/>.</summary>
    public const double FewPerWeek = 6;

    /// <summary>c below <see cref="FewPerWeek"/>; 1 otherwise.</summary>
    public const double FewFactor = 0.85;

    /// <summary>
    /// c is (N/N_unit)^0.2 for a unit that is one of several of its staff member, at most 1.3. The bound is that of a usual level that is
    /// known; a unit of a third of the interactions learns its own from a third as many and is held to it until the same A, so that three
    /// of 15 a week would make 1.15 false flags instead of 1.
    /// </summary>
    public const double PartExponent = 0.2, PartFactor = 1.3;

    /// <summary>c of a person for all that is estimated.</summary>
    public const double EstimatedFactor = 1.1;

    /// <summary>Units of like size up to which a person's c has no more than that, and the most that many units make of it.</summary>
    public const double UnitsWithoutFactor = 3, ManyUnitsFactor = 1.5;

    /// <summary>The threshold of a unit of a staff member (or of a channel, site or basic that is watched with a budget of its
    /// own).</summary>
    /// <param name="perYear">N: counted interactions a year over all units that share the budget; above 0.</param>
    /// <param name="budget">b: false flags a year; above 0.</param>
    /// <param name="sums">Sums watched besides that share the budget: a staff-level sum besides the units doubles A, so 2; 1
    /// otherwise.</param>
    /// <param name="unitPerYear">N_unit: the part of N in this unit; above 0, at most N. Null: all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">N, its part or b is not above 0, the part is above N, or <paramref name="sums"/> is
    /// below 1.</exception>
    public static double Of(double perYear, double budget = UsualFalseFlags, int sums = 1, double? unitPerYear = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perYear);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(budget);
        ArgumentOutOfRangeException.ThrowIfLessThan(sums, 1);
        var part = unitPerYear ?? perYear;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part, nameof(unitPerYear));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, perYear, nameof(unitPerYear));
        var c = (perYear / WeeksPerYear < FewPerWeek ? FewFactor : 1) * Math.Min(PartFactor, Math.Pow(perYear / part, PartExponent));
        return c * perYear / budget * sums;
    }

    /// <summary>
    /// The threshold of a person who is watched over all units at once (<see cref="PersonDetector"/>): A = c·N/b with no part of its own
    /// for a unit. Units as small as a fifth of the person learn their level from as little and are held to it by the sum of all their
    /// evidence; with m = N²/Σ N_u² units of like size c is (m/3)^0.5, at least 1 and at most 1.5. Levels, ρ and what colleagues show are
    /// estimated and taken for known, for which c is 1.1 times that: by simulation 1.13 false flags become 1.0 where weeks are bad for all,
    /// for one interaction more until a drop to 0.80 is found.
    /// </summary>
    /// <param name="unitsPerYear">N_u: counted interactions a year of each unit; none below 0, at least one above.</param>
    /// <param name="budget">b: false flags a year; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A unit is below 0, all are 0, or b is not above 0.</exception>
    public static double OfPerson(IReadOnlyCollection<double> unitsPerYear, double budget = UsualFalseFlags)
    {
        ArgumentNullException.ThrowIfNull(unitsPerYear);
        foreach (var unit in unitsPerYear) ArgumentOutOfRangeException.ThrowIfNegative(unit, nameof(unitsPerYear));
        var n = unitsPerYear.Sum();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n, nameof(unitsPerYear));
        var alike = n * n / unitsPerYear.Sum(u => u * u);
        return EstimatedFactor * Of(n, budget) * Math.Clamp(Math.Sqrt(alike / UnitsWithoutFactor), 1, ManyUnitsFactor);
    }

    /// <summary>
    /// N: 52 usual weeks, a usual week being the mean of the middle three fifths of the last 25, or the mean of all of them where that is
    /// more. Holidays and a busy fortnight hardly move it, and weeks off in turn are weeks (a median would jump between none and all). Both
    /// means grow with every week's count, so a unit never has more than the person it belongs to.
    /// </summary>
    /// <param name="weeks">Counted interactions of whole weeks since the first one, oldest first, empty weeks included.</param>
    /// <returns>Null without any interaction: the volume of colleagues has to do.</returns>
    public static double? PerYear(IReadOnlyList<int> weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        var last = weeks.Skip(weeks.Count - VolumeWeeks).Order().ToArray();
        if (last.Length == 0 || last[^1] == 0) return null;
        var cut = last.Length / 5;
        return WeeksPerYear * Math.Max(last.Average(), last[cut..^cut].Average());
    }
}
