namespace ServiceTracker.Domain.Consistency.Comparison;

/// <summary>What a person delivered in the round.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct StaffCount(string Staff, long K, long N);

/// <summary>One person in a comparison round.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
/// <param name="ShrunkenRate">The rate to expect of the person, 0 to 1; null when there is not enough yet.</param>
/// <param name="Limits">99.8 % limits of a usual person with as many interactions; null when there is not enough yet.</param>
/// <param name="LowerTail">Chance that a usual person does as badly or worse, 0 to 1; null when there is not enough yet.</param>
/// <param name="OutlyingProbability">Chance that the person is not one of the usual ones, 0 to 1; null when there is not enough yet.</param>
/// <param name="IsNamed">So unlikely among usual people that it is to be looked into.</param>
public sealed record ComparedStaff(
    string Staff, long K, long N, double? ShrunkenRate, FunnelLimits? Limits, double? LowerTail, double? OutlyingProbability, bool IsNamed)
{
    /// <summary>The comparison in one sentence.</summary>
    public string Sentence
    {
        get
        {
            if (Limits is not { } limits) return $"Not enough yet: {N} interactions.";
            var usual = $"Colleagues with as many stay between {PercentText.Of(limits.Lower)} and {PercentText.Of(limits.Upper)}.";
            return $"All basics met in {PercentText.Of((double)K / N)} of {N} interactions. {usual} "
                + (IsNamed ? "This is lower than chance and the usual differences between people explain." : "This is within the usual differences.");
        }
    }
}

/// <summary>
/// A weekly or monthly comparison of people. A person is named when P(K ≤ k) of a usual person with as many interactions is under 0.0015·60/M, for M people
/// compared, so that a round names wrongly about as seldom whatever its size, and when the person is outlying with a chance of 0.8 or more. The second
/// condition halves the rounds in which anybody is named although nobody differs (60 people with 180 interactions: 1.5 % instead of 3.7 %) and costs
/// next to nothing where somebody does. Nobody is ranked.
/// </summary>
/// <param name="Staff">One per person, in the order given.</param>
/// <param name="Mean">Rate of the usual people, 0 to 1; null when nobody is compared.</param>
/// <param name="Spread">Standard deviation of their own rates, 0 to 1; null when nobody is compared.</param>
/// <param name="Threshold">The chance under which a person is named; null when nobody is compared.</param>
public sealed record StaffComparison(IReadOnlyList<ComparedStaff> Staff, double? Mean, double? Spread, double? Threshold)
{
    /// <summary>The chance under which a person is named in a round of <see cref="UsualRound"/> people.</summary>
    public const double NamingChance = 0.0015;

    /// <summary>The least chance of being outlying with which a person is named.</summary>
    public const double NamingProbability = 0.8;

    /// <summary>The size of round that <see cref="NamingChance"/> is meant for.</summary>
    public const int UsualRound = 60;

    /// <summary>Fewest people that can be compared with each other.</summary>
    public const int FewestStaff = 3;

    /// <summary>The people who are named, in the order given.</summary>
    public IEnumerable<ComparedStaff> Named => Staff.Where(s => s.IsNamed);

    /// <summary>Compares people with each other.</summary>
    /// <param name="staff">Everybody in the round.</param>
    /// <param name="everybody">
    /// People of all sites, whose differences are the usual ones; null: the people compared. People with fewer interactions than the minimum do not count.
    /// </param>
    /// <param name="fewest">Fewer interactions are "not enough yet".</param>
    /// <param name="designEffect">
    /// How much interactions of one day resemble each other: 1 + (interactions of a person's day − 1)·ρ, at least 1; so that nobody is named for a few bad days.
    /// </param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The design effect is under 1.</exception>
    public static StaffComparison Of(
        IReadOnlyCollection<StaffCount> staff, IEnumerable<StaffCount>? everybody = null, int fewest = MinimumSample.Default, double designEffect = 1)
    {
        if (staff.Any(s => s.K < 0 || s.K > s.N)) throw new ArgumentException("0 ≤ k ≤ n.", nameof(staff));
        var least = Math.Max(1, fewest);
        var reference = (everybody ?? staff).Where(s => s.N >= least).Select(s => (s.K, s.N)).ToList();
        var compared = staff.Count(s => s.N >= least);
        if (compared == 0 || reference.Count < FewestStaff)
            return new StaffComparison([.. staff.Select(s => new ComparedStaff(s.Staff, s.K, s.N, null, null, null, null, false))], null, null, null);

        var model = BetweenStaffModel.Of(reference, designEffect);
        var threshold = NamingChance * UsualRound / compared;
        return new StaffComparison(
            [
                .. staff.Select(s =>
                {
                    if (s.N < least) return new ComparedStaff(s.Staff, s.K, s.N, null, null, null, null, false);
                    var tail = model.LowerTail(s.K, s.N);
                    var outlying = model.OutlyingProbability(s.K, s.N);
                    return new ComparedStaff(
                        s.Staff,
                        s.K,
                        s.N,
                        model.ShrunkenRate(s.K, s.N),
                        model.Limits(s.N),
                        tail,
                        outlying,
                        tail < threshold && outlying >= NamingProbability);
                }),
            ],
            model.Mean,
            model.Spread,
            threshold);
    }
}
