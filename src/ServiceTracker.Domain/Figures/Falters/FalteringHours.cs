using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Figures.Falters;

/// <summary>
/// Hours in a row in which a basic falters, all roles together: faltering cells as people speak of them. Roles are not told, because a role
/// may be one person.
/// </summary>
/// <param name="Expectation">The basic's code.</param>
/// <param name="From">First hour, 0 to 23.</param>
/// <param name="Before">The hour after the last one, 1 to 24.</param>
/// <param name="Applicable">How often it was met or missed in the cells.</param>
/// <param name="Met">How often it was met.</param>
/// <param name="Expected">Rate of the same basic everywhere else, 0 to 1: the cells' own, by their size.</param>
public sealed record FalteringHours(string Expectation, int From, int Before, long Applicable, long Met, double Expected)
{
    /// <summary>Met / applicable, 0 to 1.</summary>
    public double Rate => (double)Met / Applicable;

    /// <summary>The hours: "from 12 to 14 h".</summary>
    public string When => $"from {From} to {Before} h";

    /// <summary>How often it is missed then, and otherwise.</summary>
    public string Words =>
        $"missed in {Applicable - Met} of {Applicable} ({PercentText.Of(1 - Rate)}), otherwise in {PercentText.Of(1 - Expected)}";

    /// <summary>Puts cells together.</summary>
    /// <param name="cells">Of one site.</param>
    /// <returns>By basic in ordinal order, then by hour.</returns>
    public static IReadOnlyList<FalteringHours> Of(IEnumerable<FalteringCell> cells) =>
    [
        .. cells.GroupBy(c => c.Cell.Expectation).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g =>
        {
            var hours = g.Select(c => c.Cell.Hour).Distinct().Order().ToList();
            // Hours in a row are as far from each other as their places in the list.
            return g.GroupBy(c => c.Cell.Hour - hours.IndexOf(c.Cell.Hour)).OrderBy(run => run.Key).Select(run =>
            {
                var n = run.Sum(c => c.Cell.Applicable);
                return new FalteringHours(
                    g.Key, run.Min(c => c.Cell.Hour), run.Max(c => c.Cell.Hour) + 1, n, run.Sum(c => c.Cell.Met),
                    run.Sum(c => c.Expected * c.Cell.Applicable) / n);
            });
        }),
    ];
}
