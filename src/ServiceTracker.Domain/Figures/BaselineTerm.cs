using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Figures;

/// <summary>From when a published baseline is in force, and the rate it aims at.</summary>
/// <param name="Number">Number of the baseline.</param>
/// <param name="From">First business date.</param>
/// <param name="Target">Share of interactions in which all basics are meant to be met, 0 to 1.</param>
public readonly record struct BaselineTerm(int Number, DateOnly From, double Target)
{
    /// <summary>The term in force on a business date; null before the first.</summary>
    /// <param name="terms">Oldest first.</param>
    /// <param name="date">The business date.</param>
    public static BaselineTerm? On(IReadOnlyList<BaselineTerm> terms, DateOnly date)
    {
        for (var i = terms.Count - 1; i >= 0; i--)
            if (terms[i].From <= date) return terms[i];
        return null;
    }

    /// <summary>
    /// The term by which a week is judged: the one in force on most of its days, so on its Thursday. What begins on its last days judges
    /// the next week, except where nothing was in force before.
    /// </summary>
    /// <param name="terms">Oldest first.</param>
    /// <param name="week">The week.</param>
    public static BaselineTerm? Of(IReadOnlyList<BaselineTerm> terms, IsoWeek week) =>
        On(terms, week.Monday.AddDays(3)) ?? On(terms, week.Sunday);

    /// <summary>The terms that begin after a first date and up to a last one: the changes that a chart of this time marks.</summary>
    /// <param name="terms">Oldest first.</param>
    /// <param name="first">First date of the chart.</param>
    /// <param name="last">Last date of the chart.</param>
    public static IReadOnlyList<BaselineTerm> Changes(IReadOnlyList<BaselineTerm> terms, DateOnly first, DateOnly last) =>
        [.. terms.Skip(1).Where(t => t.From > first && t.From <= last)];
}
