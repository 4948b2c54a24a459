namespace ServiceTracker.Domain.Consistency.Comparison;

/// <summary>
/// Indirect standardisation: E = Σ n·p over the surroundings a person worked in, p the rate of everybody else there, the person left out. Few colleagues
/// in a week are helped out by those of other weeks, and these by those of other sites: p = (k + w·p′)/(n + w), p′ the rate of the wider group and
/// w = <see cref="Weight"/>. Source: K. J. Rothman, S. Greenland and T. L. Lash, Modern Epidemiology, 3rd ed. (2008), chapter 4; the helping out is that of
/// J. O. Berger, Statistical Decision Theory and Bayesian Analysis, 2nd ed. (1985), chapter 4.
/// </summary>
internal sealed class ColleagueExpectation
{
    /// <summary>Interactions that the wider group is worth.</summary>
    public const double Weight = 20;

    private readonly Dictionary<Surroundings, Cell> now = [];
    private readonly Dictionary<(string, string), Count> near = [];
    private readonly Dictionary<string, Count> wide = [];
    private readonly ILookup<string, StaffCell> cellsOf;

    /// <param name="everybody">All cells; several of one person in the same surroundings are added up.</param>
    public ColleagueExpectation(IReadOnlyCollection<StaffCell> everybody)
    {
        cellsOf = everybody.ToLookup(c => c.Staff, StringComparer.Ordinal);
        foreach (var cell in InOrder(everybody))
        {
            if (!now.TryGetValue(cell.Where, out var here)) now.Add(cell.Where, here = new());
            here.Add(cell);
            Of(near, (cell.Where.Wide, cell.Where.Near)).Add(cell.K, cell.N, 1);
            Of(wide, cell.Where.Wide).Add(cell.K, cell.N, 1);
        }
    }

    /// <summary>The expectation for a person.</summary>
    /// <param name="staff">Who is left out.</param>
    /// <param name="own">The interactions it is for: all of the person's or some.</param>
    public ColleagueRate For(string staff, IEnumerable<StaffCell> own)
    {
        var mine = new Own(cellsOf[staff]);
        // How much an interaction of a colleague weighs in the expectation, by where it was; added up over the groups it belongs to.
        var (inNow, inNear, inWide) = (new Dictionary<Surroundings, double>(), new Dictionary<(string, string), double>(), new Dictionary<string, double>());
        long k = 0, n = 0, alone = 0;
        var expected = 0.0;
        foreach (var cell in InOrder(own))
        {
            if (cell.N == 0) continue;
            var (where, nearKey) = (cell.Where, (cell.Where.Wide, cell.Where.Near));
            var all = Own.LeftOf(Find(wide, where.Wide), mine.Wide, where.Wide);
            if (all.N <= 0)
            {
                alone += cell.N;
                continue;
            }

            var site = Own.LeftOf(Find(near, nearKey), mine.Near, nearKey);
            var week = Own.LeftOf(now.TryGetValue(where, out var found) ? found.Sum : new(), mine.Now, where);
            var wideRate = all.K / all.N;
            var nearRate = (site.K + Weight * wideRate) / (site.N + Weight);
            expected += cell.N * (week.K + Weight * nearRate) / (week.N + Weight);
            (k, n) = (k + cell.K, n + cell.N);

            var ofNow = cell.N / (week.N + Weight);
            var ofNear = ofNow * Weight / (site.N + Weight);
            Raise(inNow, where, ofNow);
            Raise(inNear, nearKey, ofNear);
            Raise(inWide, where.Wide, ofNear * Weight / all.N);
        }

        return n == 0 ? new(k, n, alone, double.NaN, 0, 0) : Spread(staff, new(k, n, alone, expected / n, 0, 0), inNow, inNear, inWide);
    }

    private ColleagueRate Spread(
        string staff, ColleagueRate rate, Dictionary<Surroundings, double> inNow, Dictionary<(string, string), double> inNear, Dictionary<string, double> inWide)
    {
        var chance = 0.0;
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (where, cell) in now)
        {
            if (!inWide.TryGetValue(where.Wide, out var weight)) continue;
            weight += inNear.GetValueOrDefault((where.Wide, where.Near)) + inNow.GetValueOrDefault(where);
            weight /= rate.N;
            foreach (var (who, n) in cell.Staff)
            {
                if (who == staff) continue;
                chance += weight * weight * n;
                Raise(weights, who, weight * n);
            }
        }

        return rate with { Chance = chance * rate.Rate * (1 - rate.Rate), Company = weights.Values.Sum(b => b * b) };
    }

    // Sums are then the same to the last bit, in whichever order people come.
    private static IEnumerable<StaffCell> InOrder(IEnumerable<StaffCell> cells) => cells
        .OrderBy(c => c.Where.Wide, StringComparer.Ordinal).ThenBy(c => c.Where.Near, StringComparer.Ordinal).ThenBy(c => c.Where.Now, StringComparer.Ordinal)
        .ThenBy(c => c.Staff, StringComparer.Ordinal);

    private static Count Of<TKey>(Dictionary<TKey, Count> counts, TKey key)
        where TKey : notnull
    {
        if (!counts.TryGetValue(key, out var count)) counts.Add(key, count = new());
        return count;
    }

    private static Count Find<TKey>(Dictionary<TKey, Count> counts, TKey key)
        where TKey : notnull => counts.GetValueOrDefault(key) ?? new();

    private static void Raise<TKey>(Dictionary<TKey, double> weights, TKey key, double by)
        where TKey : notnull => weights[key] = weights.GetValueOrDefault(key) + by;

    private sealed class Count
    {
        public double K { get; private set; }
        public double N { get; private set; }

        public void Add(double k, double n, int sign) => (K, N) = (K + sign * k, N + sign * n);
    }

    private sealed class Cell
    {
        public Count Sum { get; } = new();
        public Dictionary<string, long> Staff { get; } = new(StringComparer.Ordinal);

        public void Add(in StaffCell cell)
        {
            Sum.Add(cell.K, cell.N, 1);
            Staff[cell.Staff] = Staff.GetValueOrDefault(cell.Staff) + cell.N;
        }
    }

    /// <summary>A person's own part of every group.</summary>
    private sealed class Own
    {
        public Dictionary<Surroundings, Count> Now { get; } = [];
        public Dictionary<(string, string), Count> Near { get; } = [];
        public Dictionary<string, Count> Wide { get; } = [];

        public Own(IEnumerable<StaffCell> cells)
        {
            foreach (var cell in cells)
            {
                Of(Now, cell.Where).Add(cell.K, cell.N, 1);
                Of(Near, (cell.Where.Wide, cell.Where.Near)).Add(cell.K, cell.N, 1);
                Of(Wide, cell.Where.Wide).Add(cell.K, cell.N, 1);
            }
        }

        public static Count LeftOf<TKey>(Count all, Dictionary<TKey, Count> own, TKey key)
            where TKey : notnull
        {
            var left = new Count();
            left.Add(all.K, all.N, 1);
            if (own.TryGetValue(key, out var mine)) left.Add(mine.K, mine.N, -1);
            return left;
        }
    }
}
