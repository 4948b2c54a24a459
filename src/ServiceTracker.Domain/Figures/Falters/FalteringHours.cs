using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Figures.Falters;

/// <summary>
/// Hours in a row in which a basic falters: faltering cells as people speak of them. Of all roles together, or of one that is told, which
/// then is no single person's.
/// </summary>
/// <param name="Expectation">The basic's code.</param>
/// <param name="From">First hour, 0 to 23.</param>
/// <param name="Before">The hour after the last one, 1 to 24.</param>
/// <param name="Applicable">How often it was met or missed in the cells.</param>
/// <param name="Met">How often it was met.</param>
/// <param name="Expected">Rate of the same basic everywhere else, 0 to 1: the cells' own, by their size.</param>
public sealed record FalteringHours(string Expectation, int From, int Before, long Applicable, long Met, double Expected)
{
    /// <summary>A role of fewer people is not told: it would be a person, of whom comparisons with colleagues speak.</summary>
    public const int FewestOfRole = 3;

    /// <summary>The role; null: all of them together.</summary>
    public string? Role { get; init; }

    /// <summary>Met / applicable, 0 to 1.</summary>
    public double Rate => (double)Met / Applicable;

    /// <summary>Wilson 95 % interval of <see cref="Rate"/>.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Met, Applicable);

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

    /// <summary>Puts the cells of each role together.</summary>
    /// <param name="cells">Of one site.</param>
    /// <param name="peopleOf">How many people have a role there.</param>
    /// <returns>Those of roles of at least <see cref="FewestOfRole"/> people, by role, basic and hour.</returns>
    public static IReadOnlyList<FalteringHours> ByRole(IEnumerable<FalteringCell> cells, Func<string, int> peopleOf) =>
    [
        .. cells.GroupBy(c => c.Cell.Role).Where(g => peopleOf(g.Key) >= FewestOfRole).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => Of(g).Select(h => h with { Role = g.Key })),
    ];
}
