using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

/// <summary>
/// While nothing changes, every sum grows by one an interaction on average: what the bound on false flags rests on. Exact, over every
/// possible course of two days, weighted by its chance in closed form.
/// </summary>
public class MartingaleTests
{
    private const int PerDay = 5;

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.1, 0.02)]
    [InlineData(0.02, 0.06)]
    [InlineData(0.4, 0.02)]
    [InlineData(0.003, 0.06)]
    public void On_average_every_sum_grows_by_one_an_interaction(double site, double variation)
    {
        var terms = Terms(variation: variation) with { SiteMissRate = site };
        double lower = 0, muchLower = 0, erratic = 0, better = 0, chances = 0;
        foreach (var course in Courses(2 * PerDay))
        {
            var detector = new ChangeDetector(1);
            detector.AdvanceAll(Day(Monday, course[..PerDay]), terms);
            detector.AdvanceAll(Day(Monday.AddDays(1), course[PerDay..]), terms);

            // The second day's usual level has learnt from the first day.
            var misses = course[..PerDay].Count(c => c == 'x');
            var chance = Chance(course[..PerDay], Cut(site), variation) * Chance(
                course[PerDay..], Cut((misses + 50 * site) / (PerDay + 50)), variation);
            chances += chance;
            lower += chance * detector.EvidenceUnder(Terms(weights: OnlyLower)).Total;
            muchLower += chance * detector.EvidenceUnder(Terms(weights: OnlyMuchLower)).Total;
            erratic += chance * detector.EvidenceUnder(Terms(weights: OnlyErratic)).Total;
            better += chance * detector.EvidenceUnder(Terms(weights: OnlyBetter)).Total;
        }

        Assert.Equal(1, chances, 1e-12);
        Assert.Equal(2 * PerDay, lower, 1e-10);
        Assert.Equal(2 * PerDay, muchLower, 1e-10);
        Assert.Equal(2 * PerDay, better, 1e-10);
        // One for a first day of unknown length, n̄ = 5 for the second.
        Assert.Equal(1 + PerDay, erratic, 1e-10);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.02)]
    [InlineData(0.001)]
    public void On_average_the_sum_of_a_basic_grows_by_one_an_interaction(double site)
    {
        var terms = Terms() with { SiteBasicMissRates = [site] };
        double basic = 0, chances = 0;
        foreach (var course in Courses(2 * PerDay))
        {
            var detector = new ChangeDetector(1);
            detector.AdvanceAll(Day(Monday, course[..PerDay]), terms);
            detector.AdvanceAll(Day(Monday.AddDays(1), course[PerDay..]), terms);

            var misses = course[..PerDay].Count(c => c == 'x');
            var second = Math.Max(0.002, (misses + 400 * site) / (PerDay + 400));
            var chance = Chance(course[..PerDay], Math.Max(0.002, site), 0) * Chance(course[PerDay..], second, 0);
            chances += chance;
            basic += chance * detector.EvidenceUnder(Terms(weights: OnlyBasics)).Total;
        }

        Assert.Equal(1, chances, 1e-12);
        Assert.Equal(2 * PerDay, basic, 1e-10);
    }

    [Theory]
    [InlineData(0.02, 0.1)]
    [InlineData(0.06, 0.1)]
    [InlineData(0.06, 0.01)]
    public void It_does_so_on_days_that_differ_too(double variation, double site)
    {
        // With one basic its misses are the misses of the day, so that the day's chance is known in closed form.
        var terms = Terms(variation: variation) with { SiteMissRate = site, SiteBasicMissRates = [site] };
        var basic = Courses(8).Sum(course =>
        {
            var detector = new ChangeDetector(1);
            detector.AdvanceAll(Day(Monday, course), terms);
            return Chance(course, site, variation) * detector.EvidenceUnder(Terms(weights: OnlyBasics)).Total;
        });

        Assert.Equal(8, basic, 1e-10);
    }

    [Theory]
    [InlineData(0.02, 0.1)]
    [InlineData(0.3, 0.1)]
    [InlineData(0.3, 0.01)]
    public void It_does_so_where_a_basic_has_days_of_its_own(double variation, double site)
    {
        // No day of the whole, so that the basic's own is all there is: its chance is known in closed form.
        var terms = Terms() with { SiteMissRate = site, SiteBasicMissRates = [site], BasicDayToDayVariation = [variation] };
        var basic = Courses(8).Sum(course =>
        {
            var detector = new ChangeDetector(1);
            detector.AdvanceAll(Day(Monday, course), terms);
            return Chance(course, site, variation) * detector.EvidenceUnder(Terms(weights: OnlyBasics)).Total;
        });

        Assert.Equal(8, basic, 1e-10);
    }

    [Fact]
    public void A_change_makes_its_own_sum_grow_faster_than_that()
    {
        double AverageUnder(ExplanationWeights weights, double rate, double variation) => Courses(8).Sum(course =>
        {
            var detector = new ChangeDetector(1);
            detector.AdvanceAll(Day(Monday, course), Terms(variation: 0.02));
            return Chance(course, rate, variation) * detector.EvidenceUnder(Terms(weights: weights)).Total;
        });

        Assert.True(AverageUnder(OnlyLower, 0.2, 0.02) > 10);
        Assert.True(AverageUnder(OnlyBetter, 0.2, 0.02) < 8);
        Assert.True(AverageUnder(OnlyBetter, 0.05, 0.02) > 8);
        Assert.True(AverageUnder(OnlyErratic, 0.1, 0.2) > 1.5);
    }

    [Theory]
    [InlineData(0.1, 0.02, 0, 0, 0.1)]
    [InlineData(0.1, 0.02, 1, 0.1, 0.118)]
    [InlineData(0.1, 0.02, 0, 0.1, 0.098)]
    [InlineData(0.1, 0.2, 2, 0.5, 2.4 / 9)]
    [InlineData(0.1, 0, 7, 0.7, 0.1)]
    [InlineData(0.5, 0.2, 400, 0.5, 0.99)]
    public void The_prediction_of_the_day_is_that_of_a_Polya_urn(
        double q, double variation, int missed, double expected, double prediction) =>
        Assert.Equal(prediction, PolyaUrn.Predict(q, PolyaUrn.Strength(variation), missed, expected), 1e-12);

    private static double Cut(double rate) => Math.Clamp(rate, 0.005, 0.5);

    private static IEnumerable<string> Courses(int length) =>
        Enumerable.Range(0, 1 << length)
            .Select(bits => string.Concat(Enumerable.Range(0, length).Select(i => (bits >> i & 1) != 0 ? 'x' : 'm')));

    // Beta-binomial chance of one order of k misses of n: a rising factorial of each, over that of both.
    private static double Chance(string day, double q, double variation)
    {
        var k = day.Count(c => c == 'x');
        if (variation == 0) return Math.Pow(q, k) * Math.Pow(1 - q, day.Length - k);
        var s = 1 / variation - 1;
        static double Rising(double x, int n) => Enumerable.Range(0, n).Aggregate(1.0, (product, i) => product * (x + i));
        return Rising(s * q, k) * Rising(s * (1 - q), day.Length - k) / Rising(s, day.Length);
    }
}
