using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>Rounds of the comparison of people, some of whom are outliers.</summary>
internal static class ComparisonRound
{
    public const int Staff = 60, Days = 20, PerDay = 9, Interactions = Days * PerDay;

    private const double Rate = 0.9, Below = 0.15;

    /// <param name="spread">Standard deviation of people's own rates, from a beta distribution.</param>
    /// <param name="outliers">People whose rate is 0.15 lower than their own would be.</param>
    /// <param name="variation">Intra-day correlation ρ: every day's rate is drawn around the person's own, and the design effect is
    /// told.</param>
    /// <param name="rounds">Rounds.</param>
    /// <returns>Wrong names a round, the share of outliers named, the percentage of rounds that name nobody.</returns>
    public static (Estimate FalseNames, Estimate Power, Estimate Nobody) Of(double spread, int outliers, double variation, int rounds)
    {
        var (wrong, nobody, right) = (new List<double>(), 0, 0);
        var chance = new Chance(20261122);
        for (var round = 0; round < rounds; round++)
        {
            var staff = new StaffCount[Staff];
            for (var i = 0; i < Staff; i++)
            {
                var own = chance.Beta(Rate, spread * spread / (Rate * (1 - Rate))) - (i < outliers ? Below : 0);
                staff[i] = new($"{i}", Met(own, variation, chance), Interactions);
            }

            var named = StaffComparison.OfAlike(
                staff, designEffect: 1 + (PerDay - 1) * variation).Named.Select(s => int.Parse(s.Staff)).ToList();
            wrong.Add(named.Count(i => i >= outliers));
            right += named.Count(i => i < outliers);
            if (named.Count == 0) nobody++;
        }

        return (
            Estimate.Mean(wrong), outliers == 0 ? default : Estimate.Share(right, (long)outliers * rounds),
            Estimate.Share(nobody, rounds).Times(100));
    }

    /// <summary>The percentage of rounds in which a share of the variance over 0 is claimed although nobody and no channel
    /// differs.</summary>
    /// <param name="variation">ρ, which the design effect tells.</param>
    /// <param name="channels">Channels; everybody works all of them, 9 interactions a day on each.</param>
    /// <param name="rounds">Rounds.</param>
    public static Estimate Claimed(double variation, int channels, int rounds)
    {
        var claimed = 0;
        var chance = new Chance(20261123);
        for (var round = 0; round < rounds; round++)
        {
            var cells = new List<StaffChannelCell>();
            for (var i = 0; i < Staff; i++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var met = Met(Rate, variation, chance);
                    cells.Add(new($"{i:00}", $"{c}", new CellSum(Interactions, met, met)));
                }
            }

            if (VarianceShares.Of(cells, 1 + (PerDay - 1) * variation)!.IsMoreThanChance) claimed++;
        }

        return Estimate.Share(claimed, rounds).Times(100);
    }

    private static int Met(double own, double variation, Chance chance)
    {
        var met = 0;
        for (var day = 0; day < Days; day++)
        {
            var rate = chance.Beta(own, variation);
            for (var j = 0; j < PerDay; j++)
                if (chance.Happens(rate)) met++;
        }

        return met;
    }
}
