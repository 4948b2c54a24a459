using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Overview;

/// <summary>A day from which on something is otherwise, with what was usual before it and since: side by side, and no cause.</summary>
/// <param name="Date">The day.</param>
/// <param name="What">What is said to be otherwise.</param>
/// <param name="Before">The whole weeks before it.</param>
/// <param name="Since">The whole weeks from it on; the week in which it lies is in neither, unless it begins it.</param>
public sealed record ChangeEffect(DateOnly Date, string What, RateLevel Before, RateLevel Since)
{
    /// <summary>Splits the weeks at a day.</summary>
    /// <param name="date">The day.</param>
    /// <param name="what">What is otherwise.</param>
    /// <param name="weeks">Consecutive whole weeks, oldest first.</param>
    public static ChangeEffect Of(DateOnly date, string what, IReadOnlyList<WeekCount> weeks) => new(
        date, what, RateLevel.Of(weeks.Where(w => w.Week.Sunday < date)), RateLevel.Of(weeks.Where(w => w.Week.Monday >= date)));
}
