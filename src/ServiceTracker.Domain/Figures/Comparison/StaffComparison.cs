namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>What a person delivered in the round, where all work in the same surroundings.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct StaffCount(string Staff, long K, long N);

/// <summary>
/// A weekly or monthly comparison of people with what their colleagues deliver in the same surroundings. A person is named when P(K ≤ k) of
/// a usual person there is under 0.001·60/M, for M people compared, so that a round names wrongly about as seldom whatever its size, and
/// when the person is outlying with a chance of 0.85 or more. Where nobody is far below the second condition decides, where people differ
/// much the first. Nobody is ranked.
/// </summary>
/// <param name="Staff">One per person, in the order in which they were first met.</param>
/// <param name="Mean">Rate of the usual people, 0 to 1; null when nobody is compared.</param>
/// <param name="Spread">Standard deviation of their own rates, 0 to 1; null when nobody is compared.</param>
/// <param name="Threshold">The chance under which a person is named; null when nobody is compared.</param>
public sealed record StaffComparison(IReadOnlyList<ComparedStaff> Staff, double? Mean, double? Spread, double? Threshold)
{
    /// <summary>The chance under which a person is named in a round of <see cref="UsualRound"/> people.</summary>
    public const double NamingChance = 0.001;

    /// <summary>The least chance of being outlying with which a person is named.</summary>
    public const double NamingProbability = 0.85;

    /// <summary>The size of round that <see cref="NamingChance"/> is meant for.</summary>
    public const int UsualRound = 60;

    /// <summary>Fewest people that can be compared with each other.</summary>
    public const int FewestStaff = 3;

    /// <summary>Fewest people among whom one can be told apart: among fewer, one who is far below is as good a sign of how much people
    /// differ here.</summary>
    public const int FewestToName = 6;

    private const double Chance = 0.998;

    /// <summary>The people who are named, in the order given.</summary>
    public IEnumerable<ComparedStaff> Named => Staff.Where(s => s.IsNamed);

    /// <summary>Compares people who all work in the same surroundings.</summary>
    /// <inheritdoc cref="Of(IReadOnlyCollection{StaffCell}, IReadOnlyCollection{StaffCell}?, int, double, Func{string, bool})"/>
    public static StaffComparison OfAlike(
        IReadOnlyCollection<StaffCount> staff, IEnumerable<StaffCount>? everybody =
            null, int fewest = MinimumSample.Default, double designEffect = 1) =>
        Of([.. staff.Select(Cell)], everybody is null ? null : [.. everybody.Select(Cell)], fewest, designEffect);

    /// <summary>Compares people with what colleagues deliver in the same surroundings.</summary>
    /// <param name="staff">Everybody in the round, by where they worked.</param>
    /// <param name="everybody">
    /// People of all sites, the round's included, whose differences are the usual ones; null: the people compared. People with fewer
    /// interactions than the minimum do not count.
    /// </param>
    /// <param name="fewest">Fewer interactions are "not enough yet".</param>
    /// <param name="designEffect">
    /// How much interactions of one day resemble each other: 1 + (interactions of a person's day − 1)·ρ, at least 1; so that nobody is
    /// named for a few bad days.
    /// </param>
    /// <param name="isAsked">
    /// Of whom limits, expected rate and sentence are wanted though they are not named; null: of everybody. They are most of the work.
    /// </param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The design effect is under 1.</exception>
    public static StaffComparison Of(
        IReadOnlyCollection<StaffCell> staff, IReadOnlyCollection<StaffCell>? everybody =
            null, int fewest = MinimumSample.Default, double designEffect = 1, Func<string, bool>? isAsked = null)
    {
        ArgumentNullException.ThrowIfNull(staff);
        if (staff.Any(s => s.K < 0 || s.K > s.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(staff));
        var least = Math.Max(1, fewest);
        var all = everybody ?? staff;
        var colleagues = new ColleagueExpectation(all);
        var people = People(staff, colleagues);
        var reference = (everybody is null ? people : People(everybody, colleagues)).Where(p => p.Rate.N >= least)
            .Select(p => p.Rate).ToList();
        var compared = people.Count(p => p.Rate.N >= least);
        if (compared == 0 || reference.Count < FewestStaff) return new StaffComparison([.. people.Select(NotCompared)], null, null, null);

        var model = BetweenStaffModel.Of(reference, designEffect);
        var threshold = NamingChance * UsualRound / compared;
        // Where surroundings are the same, many people have the same figures.
        var known = new Dictionary<ColleagueRate, ComparedStaff>();
        return new StaffComparison([.. people.Select(Judge)], model.Mean, model.Spread, threshold);

        ComparedStaff Judge((string Staff, ColleagueRate Rate) person)
        {
            if (person.Rate.N < least) return NotCompared(person);
            // Nobody is named with a larger chance.
            if (isAsked is not null && !isAsked(person.Staff) && model.LowerTail(person.Rate) >= threshold) return NotCompared(person);
            if (!known.TryGetValue(person.Rate, out var judged))
                known.Add(person.Rate, judged = Compare(person.Rate, model, threshold, reference.Count));
            return judged with { Staff = person.Staff };
        }
    }

    private static ComparedStaff Compare(in ColleagueRate rate, BetweenStaffModel model, double threshold, int people)
    {
        var limits = model.Limits(rate, Chance);
        var canName = people >= FewestToName;
        // The lower limit is where naming begins, so that limits, sentence and name can never say different things.
        if (canName) limits = limits with { Lower = (double)LeastUnnamed(rate, model, threshold) / rate.N };
        var (expected, outlying) = model.Expected(rate);
        return new ComparedStaff(
            "", rate.K, rate.N, rate.Alone, rate.Rate, expected, limits, model.LowerTail(rate), outlying,
            canName && (double)rate.K / rate.N < limits.Lower, canName ? null : people);
    }

    private static long LeastUnnamed(ColleagueRate rate, BetweenStaffModel model, double threshold)
    {
        var least = BetweenStaffModel.FirstWhere(rate.N, k => model.LowerTail(rate with { K = k }) >= threshold);
        // As a rule whoever is so unlikely among usual people is outlying, too.
        return least == 0 || !IsUsual(least - 1) ? least : BetweenStaffModel.FirstWhere(least, IsUsual);

        bool IsUsual(long k) => model.Expected(rate with { K = k }).Outlying < NamingProbability;
    }

    private static ComparedStaff NotCompared((string Staff, ColleagueRate Rate) person) =>
        new(person.Staff, person.Rate.K, person.Rate.N, person.Rate.Alone, null, null, null, null, null, false, null);

    private static List<(string Staff, ColleagueRate Rate)> People(IReadOnlyCollection<StaffCell> cells, ColleagueExpectation colleagues) =>
        [.. cells.GroupBy(c => c.Staff, StringComparer.Ordinal).Select(g => (g.Key, colleagues.For(g.Key, g)))];

    private static StaffCell Cell(StaffCount count) => new(count.Staff, Surroundings.Same, count.K, count.N);
}
