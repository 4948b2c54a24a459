using FsCheck.Fluent;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class DayToDayVariationTests
{
    [Fact]
    public void It_is_the_excess_of_the_days_over_chance_per_pair_plus_one_standard_error()
    {
        // 700 days of 10: 100 with 2 misses, 100 with none, 500 with 1. p̂ = 0.1, Σ(k − 1)²/0.09 = 200/0.09, N = 7000, pairs 63000.
        var days = Days((100, 10, 2), (100, 10, 0), (500, 10, 1));
        Assert.Equal(0, DayToDayVariation.Pooled([days]), 1e-12);

        // 200 with 5 misses, 500 with none: p̂ = 1/7, Σ(k − 10/7)² = 200·(25/7)² + 500·(10/7)².
        var swings = Days((200, 10, 5), (500, 10, 0));
        var excess = (200 * 625.0 / 49 + 500 * 100.0 / 49) / (6.0 / 49) - 7000;
        Assert.Equal(0.15, DayToDayVariation.Pooled([swings]), 1e-12);
        Assert.True(excess / 63000 > 0.15);
        Assert.Equal(new PooledVariation(0.15, SwingsAsAWhole: true), DayToDayVariation.Estimate([swings]));
        Assert.False(DayToDayVariation.Estimate([days]).SwingsAsAWhole);

        // 100 with 3 misses, 600 with 1.
        var some = Days((100, 10, 3), (600, 10, 1));
        var p = 900.0 / 7000;
        var moment = (100 * Math.Pow(3 - 10 * p, 2) + 600 * Math.Pow(1 - 10 * p, 2)) / (p * (1 - p)) - 7000;
        Assert.Equal(Math.Max(0, moment / 63000 + Math.Sqrt(2.0 / 63000)), DayToDayVariation.Pooled([some]), 1e-12);
    }

    [Fact]
    public void Units_are_pooled_each_around_its_own_rate()
    {
        // Two units without any excess at rates of 0.1 and 0.5 are not taken for one unit that swings.
        var one = Days((350, 10, 1));
        var other = Days((350, 10, 5));

        Assert.Equal(0, DayToDayVariation.Pooled([one, other]));
        Assert.True(DayToDayVariation.Pooled([new(700, 7000, 2100, one.NN + other.NN, one.NK + other.NK, one.KK + other.KK)]) > 0.01);
    }

    [Fact]
    public void Under_5000_interactions_it_is_the_usual_002()
    {
        var days = Days((499, 10, 1));
        Assert.Equal(0.02, DayToDayVariation.Pooled([days]));
        Assert.Equal(0, DayToDayVariation.Pooled([days.Plus(10, 1)]));
    }

    [Fact]
    public void Units_that_missed_nothing_and_days_of_one_tell_nothing()
    {
        Assert.Equal(0.02, DayToDayVariation.Pooled([]));
        Assert.Equal(0.02, DayToDayVariation.Pooled([Days((600, 10, 0))]));
        Assert.Equal(0.02, DayToDayVariation.Pooled([Days((6000, 1, 0), (600, 1, 1))]));
    }

    [Fact]
    public void It_finds_the_variation_that_was_there() => Gen.Elements(0.01, 0.03, 0.05).Always(
        rho =>
        {
            // Every count of a day of 9 as often as a beta-binomial day has it.
            const double q = 0.1;
            var s = 1 / rho - 1;
            static double Rising(double x, int n) => Enumerable.Range(0, n).Aggregate(1.0, (product, i) => product * (x + i));
            double[] ways = [1, 9, 36, 84, 126, 126, 84, 36, 9, 1];
            var sums = default(DaySums);
            for (var k = 0; k <= 9; k++)
            {
                var days = (long)Math.Round(1e6 * ways[k] * Rising(s * q, k) * Rising(s * (1 - q), 9 - k) / Rising(s, 9));
                for (var d = 0L; d < days; d++) sums = sums.Plus(9, k);
            }

            Assert.Equal(rho + Math.Sqrt(2 / (sums.Days * 72.0)), DayToDayVariation.Pooled([sums]), 1e-4);
        },
        tests: 3);

    private static DaySums Days(params (int Times, int N, int K)[] days)
    {
        var sums = default(DaySums);
        foreach (var (times, n, k) in days)
            for (var i = 0; i < times; i++) sums = sums.Plus(n, k);
        return sums;
    }
}
