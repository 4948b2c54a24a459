using System.Globalization;
using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Distributions;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Domain.Figures.Falters;

/// <summary>One basic in one hour of the day among people of one role.</summary>
/// <param name="Role">The role's title.</param>
/// <param name="Hour">Hour of the day at the site, 0 to 23.</param>
/// <param name="Expectation">The basic's code.</param>
/// <param name="Applicable">How often it was met or missed.</param>
/// <param name="Met">How often it was met.</param>
public readonly record struct RoleHourCount(string Role, int Hour, string Expectation, long Applicable, long Met);

/// <summary>
/// Where a basic falters: role and hour in which it is met less often than the same basic everywhere else. The chance of so few is that of
/// a 2 × 2 table with given margins (Fisher's exact one-sided test); of all cells those are told whose p-value, raised for their number by
/// Benjamini and Hochberg, is under <see cref="FalseShare"/>, so that at most about that share of them is expected to be chance.
/// </summary>
/// <param name="Cell">The cell.</param>
/// <param name="Expected">Rate of the same basic everywhere else, 0 to 1.</param>
/// <param name="PValue">Chance of as few met, or fewer, if the cell were like everywhere else; 0 to 1.</param>
/// <param name="AdjustedP">The same, raised for the number of cells tested.</param>
public sealed record FalteringCell(RoleHourCount Cell, double Expected, double PValue, double AdjustedP)
{
    /// <summary>Share of the cells told that may be chance.</summary>
    public const double FalseShare = 0.05;

    /// <summary>Met / applicable, 0 to 1.</summary>
    public double Rate => (double)Cell.Met / Cell.Applicable;

    /// <summary>The finding in one sentence.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cell.Expectation}: met in {PercentText.Of(Rate)} of {Cell.Applicable} from {Cell.Hour:00} to {Cell.Hour + 1:00} h by " +
        $"{Cell.Role}, elsewhere in {PercentText.Of(Expected)}.");

    /// <summary>Looks for the cells that falter.</summary>
    /// <param name="cells">0 ≤ met ≤ applicable; several of one role, hour and basic are added up.</param>
    /// <param name="fewest">Cells with fewer are not tested, but count to "everywhere else".</param>
    /// <param name="falseShare">Between 0 and 1, both excluded.</param>
    /// <exception cref="ArgumentException">A count is negative, met exceeds applicable, or an hour is not in 0…23.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static FalteringCells Find(
        IEnumerable<RoleHourCount> cells, int fewest = MinimumSample.Default, double falseShare = FalseShare)
    {
        if (!(falseShare is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(falseShare), falseShare, "Between 0 and 1.");
        var merged = cells.GroupBy(c => (c.Role, c.Hour, c.Expectation))
            .Select(g => new RoleHourCount(g.Key.Role, g.Key.Hour, g.Key.Expectation, g.Sum(c => c.Applicable), g.Sum(c => c.Met)))
            .ToList();
        if (merged.Any(c => c.Met < 0 || c.Met > c.Applicable || c.Hour is < 0 or > 23))
            throw new ArgumentException("0 ≤ met ≤ applicable, hour 0 to 23.", nameof(cells));
        var totals = merged.GroupBy(c => c.Expectation).ToDictionary(g => g.Key, g => (N: g.Sum(c => c.Applicable), K: g.Sum(c => c.Met)));
        var tested = merged
            .Where(c => c.Applicable >= Math.Max(1, fewest) && totals[c.Expectation].N > c.Applicable)
            .Select(c =>
            {
                var (n, k) = totals[c.Expectation];
                return (Cell: c, Expected: (double)(k - c.Met) / (n - c.Applicable), P: new Hypergeometric(n, k, c.Applicable).Cdf(c.Met));
            })
            .ToList();
        var adjusted = AdjustedPValues.BenjaminiHochberg([.. tested.Select(t => t.P)]);
        return new FalteringCells(
            tested.Count,
            [
                .. tested.Select((t, i) => new FalteringCell(t.Cell, t.Expected, t.P, adjusted[i]))
                    .Where(f => f.AdjustedP < falseShare && f.Rate < f.Expected)
                    .OrderBy(f => f.PValue).ThenBy(f => f.Cell.Expectation, StringComparer.Ordinal)
                    .ThenBy(f => f.Cell.Role, StringComparer.Ordinal).ThenBy(f => f.Cell.Hour),
            ]);
    }
}
