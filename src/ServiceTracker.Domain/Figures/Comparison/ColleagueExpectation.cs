namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>
/// Indirect standardisation: E = Σ n·p over the surroundings a person worked in, p the rate of everybody else there, the person left out.
/// Few colleagues in a week are helped out by those of other weeks, and these by those of other sites: p = (k + w·p′)/(n + w), p′ the rate
/// of the wider group and w = <see cref="Weight"/>. Source: K. J. Rothman, S. Greenland and T. L. Lash, Modern Epidemiology, 3rd ed.
/// (2008), chapter 4; the helping out is that of J. O. Berger, Statistical Decision Theory and Bayesian Analysis, 2nd ed. (1985), chapter
/// 4.
/// </summary>
public sealed class ColleagueExpectation
{
    /// <summary>Interactions that the wider group is worth.</summary>
    public const double Weight = 20;

    private readonly Dictionary<Surroundings, Group> now = [];
    private readonly Dictionary<(string Wide, string Near), Group> near = [];
    private readonly Dictionary<string, Group> wide = [];

    /// <param name="everybody">All cells; several of one person in the same surroundings are added up.</param>
    public ColleagueExpectation(IReadOnlyCollection<StaffCell> everybody)
    {
        foreach (var cell in InOrder(everybody))
        {
            Of(now, cell.Where).Add(cell);
            Of(near, (cell.Where.Wide, cell.Where.Near)).Add(cell);
            Of(wide, cell.Where.Wide).Add(cell);
        }
    }

    /// <summary>The expectation for a person. The work grows with the people on the same channels, not with all weeks of all
    /// sites.</summary>
    /// <param name="staff">Who is left out.</param>
    /// <param name="own">The interactions it is for: all of the person's or some.</param>
    public ColleagueRate For(string staff, IEnumerable<StaffCell> own)
    {
        // How much an interaction of a colleague weighs in the expectation, by where it was; added up over the groups it belongs to.
        var (inNow, inNear, inWide) = (
            new Dictionary<Surroundings, double>(), new Dictionary<(string Wide, string Near), double>(), new Dictionary<string, double>());
        long k = 0, n = 0, alone = 0;
        var expected = 0.0;
        foreach (var cell in InOrder(own).Where(c => c.N > 0))
        {
            var (where, place) = (cell.Where, (cell.Where.Wide, cell.Where.Near));
            var channel = wide[where.Wide].Without(staff);
            if (channel.N == 0)
            {
                alone += cell.N;
                continue;
            }

            var (site, week) = (near[place].Without(staff), now[where].Without(staff));
            var usual = (site.K + Weight * channel.K / channel.N) / (site.N + Weight);
            expected += cell.N * (week.K + Weight * usual) / (week.N + Weight);
            (k, n) = (k + cell.K, n + cell.N);

            var ofWeek = cell.N / (week.N + Weight);
            var ofSite = ofWeek * Weight / (site.N + Weight);
            Raise(inNow, where, ofWeek);
            Raise(inNear, place, ofSite);
            Raise(inWide, where.Wide, ofSite * Weight / channel.N);
        }

        if (n == 0) return new(k, n, alone, double.NaN, 0, 0);

        // Σ weight², over all interactions of colleagues: those of these weeks, those of other weeks at these sites, and those of other
        // sites.
        var squares = 0.0;
        foreach (var (channel, weight) in inWide) squares += weight * weight * wide[channel].Without(staff).N;
        foreach (var (place, weight) in inNear) squares += Added(inWide[place.Wide], weight) * near[place].Without(staff).N;
        foreach (var (where, weight) in inNow)
            squares += Added(inWide[where.Wide] + inNear[(where.Wide, where.Near)], weight) * now[where].Without(staff).N;

        var colleagues = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (channel, weight) in inWide) wide[channel].Weigh(colleagues, weight);
        foreach (var (place, weight) in inNear) near[place].Weigh(colleagues, weight);
        foreach (var (where, weight) in inNow) now[where].Weigh(colleagues, weight);
        colleagues.Remove(staff);

        var (rate, all) = (expected / n, (double)n * n);
        return new(k, n, alone, rate, squares / all * rate * (1 - rate), colleagues.Values.Sum(b => b * b) / all);

        // (a + b)² − a²: what a further weight adds.
        static double Added(double before, double weight) => weight * (2 * before + weight);
    }

    // Sums are then the same to the last bit, in whichever order people come.
    private static IEnumerable<StaffCell> InOrder(IEnumerable<StaffCell> cells) => cells
        .OrderBy(c => c.Where.Wide, StringComparer.Ordinal).ThenBy(c => c.Where.Near, StringComparer.Ordinal)
        .ThenBy(c => c.Where.Now, StringComparer.Ordinal)
        .ThenBy(c => c.Staff, StringComparer.Ordinal);

    private static Group Of<TKey>(Dictionary<TKey, Group> groups, TKey key)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out var group)) groups.Add(key, group = new());
        return group;
    }

    private static void Raise<TKey>(Dictionary<TKey, double> weights, TKey key, double by)
        where TKey : notnull => weights[key] = weights.GetValueOrDefault(key) + by;

    /// <summary>What everybody delivered in the same surroundings, wide or narrow.</summary>
    private sealed class Group
    {
        private readonly Dictionary<string, (long K, long N)> people = new(StringComparer.Ordinal);
        private long k, n;

        public void Add(in StaffCell cell)
        {
            var own = people.GetValueOrDefault(cell.Staff);
            people[cell.Staff] = (own.K + cell.K, own.N + cell.N);
            (k, n) = (k + cell.K, n + cell.N);
        }

        public (double K, double N) Without(string staff) => people.TryGetValue(staff, out var own) ? (k - own.K, n - own.N) : (k, n);

        public void Weigh(Dictionary<string, double> weights, double weight)
        {
            foreach (var (staff, own) in people) Raise(weights, staff, weight * own.N);
        }
    }
}
