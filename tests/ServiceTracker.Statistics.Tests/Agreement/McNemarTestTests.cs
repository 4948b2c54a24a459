using FsCheck.Fluent;
using ServiceTracker.Statistics.Agreement;

namespace ServiceTracker.Statistics.Tests.Agreement;

public class McNemarTestTests
{
    [Fact]
    public void P_values_are_the_counted_shares_of_fair_coins()
    {
        var examples = from b in Gen.Choose(0, 25) from c in Gen.Choose(0, 25) select (b, c);
        examples.Always(e =>
        {
            var test = McNemarTest.Of(e.b, e.c);
            var n = e.b + e.c;
            // Doubling the tail, and counting the observed value half.
            double Chance(int k) => Enumerable.Range(1, k).Aggregate(Math.Pow(0.5, n), (p, i) => p * (n - i + 1) / i);
            var tail = Enumerable.Range(0, Math.Min(e.b, e.c) + 1).Sum(Chance);
            Assert.Equal(Math.Min(1, 2 * tail), test.ExactP, 1e-12);
            if (e.b != e.c) Assert.Equal(2 * tail - Chance(Math.Min(e.b, e.c)), test.MidP, 1e-12);
            Assert.InRange(test.MidP, 0, test.ExactP);
            Assert.Equal(test.ExactP, McNemarTest.Of(e.c, e.b).ExactP);
        });
    }

    [Fact]
    public void Equal_disagreement_both_ways_says_nothing()
    {
        var test = McNemarTest.Of(7, 7);
        Assert.Equal((1, 0), (test.ExactP, test.ChiSquare));
        Assert.InRange(test.MidP, 0.7, 0.9);
    }

    [Fact]
    public void A_count_that_cannot_be_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Of(-1, 3));
}
