using System.Globalization;
using ServiceTracker.Statistics.Distributions;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Domain.Figures.Swings;

/// <summary>
/// Whether a person's weeks swing more than those of colleagues. Each week is compared with what colleagues delivered on the same channels
/// in the same week, the person left out, moved to the person's own rate: so neither a hard channel, a bad week for all nor a low rate is a
/// swing. What remains is looked at from each week to the next, so that a change that lasts, or learning, is none either: mean square
/// successive difference Σ(zₜ − zₜ₋₁)²/2(T − 1) of the standardised weeks z. Source: J. von Neumann et al., Annals of Mathematical
/// Statistics 12 (1941) 153–162. It is told when it exceeds that of the colleagues by an F test, the p-value raised for everybody compared
/// (Holm), so that a round in which nobody differs names anybody in about one of a hundred.
/// </summary>
/// <param name="Weeks">The weeks that were compared, oldest first.</param>
/// <param name="Ratio">The person's mean square successive difference, 0 or more; 1 is chance alone.</param>
/// <param name="Usual">That of the colleagues together, at least 1.</param>
/// <param name="AdjustedP">Chance of as large a ratio if the person were like the colleagues, raised for everybody compared.</param>
public sealed record WeekSwings(IReadOnlyList<WeekCount> Weeks, double Ratio, double Usual, double AdjustedP)
{
    /// <summary>Swings with a smaller adjusted p-value are told.</summary>
    public const double Level = 0.01;

    /// <summary>Fewest people: what is usual from week to week is learnt from at least five others.</summary>
    public const int FewestStaff = 6;

    /// <summary>
    /// Fewest misses a week (or fewest met, where these are fewer) for weeks to be compared, on average: where hardly anything is missed a
    /// single bad hour is a swing.
    /// </summary>
    public const double FewestMisses = 2;

    // Interactions that the other weeks of the same channel are worth beside those of the week.
    private const double Weight = 20;

    /// <summary>The weeks swing more than chance and colleagues explain.</summary>
    public bool IsUneven => AdjustedP < Level;

    /// <summary>The swings in words, to go on after the latest figures. It holds the person's own figures alone.</summary>
    public string Words
    {
        get
        {
            var (lowest, highest) = (Weeks.MinBy(Rate), Weeks.MaxBy(Rate));
            var (n, k) = (Weeks.Sum(w => w.N), Weeks.Sum(w => w.K));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"from week to week more uneven than chance and the weeks of colleagues on the same channels explain, from "
                + $"{100 * Rate(lowest):0.0}% in week {lowest.Week.Number} to {100 * Rate(highest):0.0}% in week {highest.Week.Number}, "
                + $"and {100.0 * k / n:0.0}% over {Weeks.Count} weeks");
        }
    }

    /// <summary>Compares everybody of a site.</summary>
    /// <param name="counts">0 ≤ k ≤ n; one per person, channel and week.</param>
    /// <param name="byChannel">Each person on each channel for itself; else the person over all channels, and the channel is 0.</param>
    /// <returns>
    /// Of those who have 13 weeks of 10 interactions, and two misses to be expected in each, where colleagues work, too; empty where these
    /// are fewer than six people.
    /// </returns>
    public static IReadOnlyDictionary<(int Staff, int Channel), WeekSwings> Of(IEnumerable<SwingCount> counts, bool byChannel)
    {
        var cells = counts.Where(c => c.N > 0).OrderBy(c => c.Week.Monday).ThenBy(c => c.Channel).ThenBy(c => c.Staff).ToList();
        var colleagues = new ColleagueWeeks(cells);
        var units = cells.GroupBy(c => (c.Staff, byChannel ? c.Channel : 0)).Select(g => (g.Key, Measured: Measure(g, colleagues)))
            .Where(u => u.Measured is not null).Select(u => (u.Key, Measured: u.Measured!.Value)).ToList();
        if (units.Select(u => u.Key.Staff).Distinct().Count() < FewestStaff)
            return new Dictionary<(int Staff, int Channel), WeekSwings>();
        var (degrees, squares) = (units.Sum(u => u.Measured.Degrees), units.Sum(u => u.Measured.Degrees * u.Measured.Ratio));
        var told = units.Select(u =>
        {
            var others = degrees - u.Measured.Degrees;
            // Less than chance alone is no measure of what is usual: it is chance itself.
            var usual = Math.Max(1, (squares - u.Measured.Degrees * u.Measured.Ratio) / others);
            return (Usual: usual, P: IncompleteBeta.FUpperTail(u.Measured.Ratio / usual, u.Measured.Degrees, others));
        }).ToList();
        var adjusted = AdjustedPValues.Holm([.. told.Select(t => t.P)]);
        return units.Select((u, i) => (u.Key, Swings: new WeekSwings(u.Measured.Weeks, u.Measured.Ratio, told[i].Usual, adjusted[i])))
            .ToDictionary(u => u.Key, u => u.Swings);
    }

    private static (IReadOnlyList<WeekCount> Weeks, double Ratio, double Degrees)? Measure(
        IEnumerable<SwingCount> own, ColleagueWeeks colleagues)
    {
        var compared = own.Select(c => (Own: c, Expected: colleagues.For(c))).Where(c => c.Expected is not null)
            .Select(c => (c.Own, Expected: c.Expected!.Value)).GroupBy(c => c.Own.Week)
            .Where(w => w.Sum(c => c.Own.N) >= MinimumSample.Default).Select(w => (Week: w.Key, Cells: w.ToList())).ToList();
        if (compared.Count < MinimumSample.Weeks) return null;
        var shift = ShiftOf([.. compared.SelectMany(w => w.Cells.Select(c => (c.Own.K, c.Own.N, c.Expected.Rate)))]);
        var (scores, excess, misses) = (new double[compared.Count], 0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            double surplus = 0, variance = 0, chance = 0;
            foreach (var (cell, expected) in compared[i].Cells)
            {
                var rate = Odds.Times(expected.Rate, shift);
                surplus += cell.K - cell.N * rate;
                chance += cell.N * rate * (1 - rate);
                // What colleagues showed is itself a count.
                variance += cell.N * rate * (1 - rate) * (1 + cell.N / expected.Weight);
            }

            scores[i] = surplus / Math.Sqrt(variance);
            var n = compared[i].Cells.Sum(c => c.Own.N);
            excess += (1 - 6 * chance / n) / chance;
            misses += chance;
        }

        var (weeks, sum) = (scores.Length, 0.0);
        if (misses < FewestMisses * weeks) return null;
        for (var i = 1; i < weeks; i++) sum += (scores[i] - scores[i - 1]) * (scores[i] - scores[i - 1]) / 2;
        // Var Σ(zₜ − zₜ₋₁)²/2 = 3T − 4 + (T − 3/2)·κ for independent z with excess kurtosis κ: few misses make long tails.
        var spread = 3 * weeks - 4 + (weeks - 1.5) * Math.Max(0, excess / weeks);
        return (
            [.. compared.Select(w => new WeekCount(w.Week, w.Cells.Sum(c => c.Own.N), w.Cells.Sum(c => c.Own.K)))],
            sum / (weeks - 1), 2.0 * (weeks - 1) * (weeks - 1) / spread);
    }

    // The factor on the odds with which colleagues' rates give the person's own sum. Somebody who met or missed everything has no swings;
    // half an interaction keeps the factor finite.
    private static double ShiftOf(List<(long K, long N, double Rate)> cells)
    {
        var n = (double)cells.Sum(c => c.N);
        var met = Math.Clamp(cells.Sum(c => c.K), 0.5, n - 0.5);
        var shift = 0.0;
        const int Enough = 50;
        for (var step = 0; step < Enough; step++)
        {
            double expected = 0, slope = 0;
            foreach (var cell in cells)
            {
                var rate = Odds.Times(cell.Rate, Math.Exp(shift));
                expected += cell.N * rate;
                slope += cell.N * rate * (1 - rate);
            }

            var by = Math.Clamp((met - expected) / slope, -1, 1);
            shift += by;
            if (Math.Abs(by) < 1e-10) break;
        }

        return Math.Exp(shift);
    }

    private static double Rate(WeekCount week) => (double)week.K / week.N;

    /// <summary>What colleagues delivered on a channel in a week.</summary>
    private sealed class ColleagueWeeks
    {
        private readonly Dictionary<(int Channel, DateOnly Week), (long K, long N)> weeks = [];
        private readonly Dictionary<int, (long K, long N)> channels = [];
        private readonly Dictionary<(int Staff, int Channel), (long K, long N)> people = [];

        public ColleagueWeeks(IEnumerable<SwingCount> cells)
        {
            foreach (var c in cells)
            {
                Add(weeks, (c.Channel, c.Week.Monday), c);
                Add(channels, c.Channel, c);
                Add(people, (c.Staff, c.Channel), c);
            }
        }

        /// <summary>The rate, above 0 and below 1, and the interactions it is worth; null where nobody else works the channel.</summary>
        public (double Rate, double Weight)? For(in SwingCount own)
        {
            var (all, mine, week) = (channels[own.Channel], people[(own.Staff, own.Channel)], weeks[(own.Channel, own.Week.Monday)]);
            if (all.N == mine.N) return null;
            var usual = (all.K - mine.K + 0.5) / (all.N - mine.N + 1);
            var n = week.N - own.N + WeekSwings.Weight;
            return ((week.K - own.K + WeekSwings.Weight * usual) / n, n);
        }

        private static void Add<TKey>(Dictionary<TKey, (long K, long N)> sums, TKey key, in SwingCount count)
            where TKey : notnull
        {
            var (k, n) = sums.GetValueOrDefault(key);
            sums[key] = (k + count.K, n + count.N);
        }
    }
}
