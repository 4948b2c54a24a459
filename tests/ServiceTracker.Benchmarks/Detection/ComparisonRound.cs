using ServiceTracker.Domain.Consistency.Comparison;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>Rounds of the comparison of people, some of whom are outliers.</summary>
internal static class ComparisonRound
{
    public const int Staff = 60, Interactions = 180;

    private const double Rate = 0.9, Below = 0.15;

    /// <param name="spread">Standard deviation of people's own rates, from a beta distribution.</param>
    /// <param name="outliers">People whose rate is 0.15 lower than their own would be.</param>
    /// <param name="rounds">Rounds.</param>
    /// <returns>Wrong names a round, the share of outliers named, the share of rounds that name nobody.</returns>
    public static (Estimate FalseNames, Estimate Power, Estimate Nobody) Of(double spread, int outliers, int rounds)
    {
        var (wrong, nobody, right) = (new List<double>(), 0, 0);
        var chance = new Chance(20261122);
        for (var round = 0; round < rounds; round++)
        {
            var staff = new StaffCount[Staff];
            for (var i = 0; i < Staff; i++)
            {
                var own = chance.Beta(Rate, spread * spread / (Rate * (1 - Rate))) - (i < outliers ? Below : 0);
                var met = 0;
                for (var j = 0; j < Interactions; j++)
                    if (chance.Happens(own)) met++;
                staff[i] = new($"{i}", met, Interactions);
            }

            var named = StaffComparison.Of(staff).Named.Select(s => int.Parse(s.Staff)).ToList();
            wrong.Add(named.Count(i => i >= outliers));
            right += named.Count(i => i < outliers);
            if (named.Count == 0) nobody++;
        }

        return (Estimate.Mean(wrong), outliers == 0 ? default : Estimate.Share(right, (long)outliers * rounds), Estimate.Share(nobody, rounds).Times(100));
    }
}
