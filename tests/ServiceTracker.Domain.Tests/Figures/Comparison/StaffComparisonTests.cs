using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.Tests.Figures.Comparison;

public class StaffComparisonTests
{
    // A person with 45 interactions a week in a month of four weeks.
    private const int Month = 180, PerDay = 9;

    private static readonly Gen<StaffCount[]> Rounds =
        from size in Gen.Choose(1, 20)
        from counts in Properties.CountOf(150).ListOf(size)
        select counts.Select((c, i) => new StaffCount($"s{i:00}", c.K, c.N)).ToArray();

    [Fact]
    public void A_person_far_below_alike_colleagues_is_named_and_nobody_else()
    {
        var staff = Enumerable.Range(0, 20).Select(i => new StaffCount($"s{i:00}", 160 + i % 5, Month))
            .Append(new StaffCount("low", 118, Month)).ToList();
        var comparison = StaffComparison.OfAlike(staff);

        Assert.Equal("low", Assert.Single(comparison.Named).Staff);
        Assert.Equal(0.001 * 60 / 21, comparison.Threshold!.Value, 1e-15);
        var low = comparison.Staff[^1];
        Assert.True(low.ShrunkenRate > 118.0 / Month && low.ShrunkenRate < 0.85);
        Assert.True((double)low.K / low.N < low.Limits!.Value.Lower);
        Assert.Contains("lower than chance", low.Sentence, StringComparison.Ordinal);
        Assert.Contains("66 %", low.Sentence, StringComparison.Ordinal);
        Assert.Contains("within the usual differences", comparison.Staff[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Pitfall_13_several_people_far_below_do_not_hide_each_other()
    {
        var staff = Enumerable.Range(0, 57).Select(i => new StaffCount($"s{i:00}", 160 + i % 5, Month))
            .Concat(Enumerable.Range(0, 3).Select(i => new StaffCount($"low{i}", 125 + i, Month))).ToList();

        Assert.Equal(["low0", "low1", "low2"], StaffComparison.OfAlike(staff).Named.Select(s => s.Staff));
    }

    [Fact]
    public void Whoever_is_low_is_less_likely_to_be_outlying_where_nobody_else_is()
    {
        var usual = Enumerable.Range(0, 57).Select(i => ((long)Math.Round(162 + 5 * Normal.InvCDF(0, 1, (i + 0.5) / 57)), (long)Month));
        var low = new ColleagueRate(140, Month, 0, 0.9, 0, 0);
        var alone = BetweenStaffModel.Of([.. usual, (140, Month)]).Expected(low).Outlying;
        var amongSeveral = BetweenStaffModel.Of([.. usual, (140, Month), (118, Month), (120, Month), (122, Month)]).Expected(low).Outlying;

        // With a share that is fixed the chance of being usual is three times as large.
        Assert.InRange((1 - alone) / (1 - amongSeveral), 5, 20);
    }

    [Fact]
    public void Pitfall_11_few_interactions_have_limits_of_whole_interactions_and_a_tail_that_is_exact()
    {
        // 12 of 12 and the like: normal limits would pass 1 or name whoever missed twice.
        var model = BetweenStaffModel.Of([.. Enumerable.Repeat((162L, 180L), 40)]);
        var limits = model.Limits(12);

        Assert.Equal(1, limits.Upper);
        Assert.Equal(Math.Round(limits.Lower * 12), limits.Lower * 12, 1e-9);
        var edge = (long)Math.Round(limits.Lower * 12);
        Assert.True(model.LowerTail(edge, 12) >= 0.001 && model.LowerTail(edge - 1, 12) < 0.001);
        // With hardly any spread between people it is nearly binomial: P(K ≤ 7) of 12 at 0.9 is 0.00433.
        Assert.InRange(model.LowerTail(7, 12), 0.0043, 0.0055);
    }

    [Fact]
    public void Not_enough_is_no_verdict()
    {
        var comparison = StaffComparison.OfAlike([new("a", 9, 9), new("b", 0, 9), new("c", 50, 60), new("d", 52, 60), new("e", 54, 60)]);

        Assert.All(
            comparison.Staff.Take(2), s => Assert.Equal((null, null, null, false), (s.ShrunkenRate, s.Limits, s.LowerTail, s.IsNamed)));
        Assert.StartsWith("Not enough yet", comparison.Staff[1].Sentence, StringComparison.Ordinal);
        Assert.Equal(0.001 * 60 / 3, comparison.Threshold!.Value, 1e-15);
        Assert.Null(StaffComparison.OfAlike([new("c", 50, 60), new("d", 52, 60)]).Mean);
        Assert.Empty(StaffComparison.OfAlike([]).Staff);
    }

    [Fact]
    public void People_of_all_sites_say_what_usual_differences_are()
    {
        StaffCount[] site = [new("a", 160, Month), new("b", 163, Month), new("c", 138, Month)];
        var alike = Enumerable.Range(0, 60).Select(i => new StaffCount($"o{i}", 158 + i % 8, Month)).ToList();
        var spread = Enumerable.Range(0, 60).Select(i => new StaffCount($"o{i}", 135 + i % 45, Month)).ToList();

        Assert.Equal(["c"], StaffComparison.OfAlike(site, alike.Concat(site)).Named.Select(s => s.Staff));
        Assert.Empty(StaffComparison.OfAlike(site, spread.Concat(site)).Named);
    }

    [Fact]
    public void The_order_of_people_changes_nothing()
    {
        var examples = from round in Rounds from other in Gen.Shuffle(round) select (round, other);
        examples.Always(
            x => Assert.Equal(
                StaffComparison.OfAlike(x.round).Staff.OrderBy(s => s.Staff, StringComparer.Ordinal),
                StaffComparison.OfAlike(x.other).Staff.OrderBy(s => s.Staff, StringComparer.Ordinal)),
            tests: 40);
    }

    [Fact]
    public void Every_figure_is_in_its_range_and_fewer_met_is_never_less_remarkable() => Rounds.Always(
        round =>
        {
            foreach (var s in StaffComparison.OfAlike(round).Staff.Where(s => s.Limits is not null))
            {
                Assert.InRange(s.LowerTail!.Value, 0, 1);
                Assert.InRange(s.ShrunkenRate!.Value, 0, 1);
                Assert.InRange(s.OutlyingProbability!.Value, 0, 1);
                Assert.True(s.Limits!.Value.Lower <= s.Limits.Value.Upper && s.Limits.Value.Lower >= 0 && s.Limits.Value.Upper <= 1);
            }

            var counts = round.Where(r => r.N > 0).Select(r => (r.K, r.N)).ToList();
            if (counts.Count == 0) return;
            var model = BetweenStaffModel.Of(counts);
            for (var k = 1; k <= 50; k++) Assert.True(model.LowerTail(k - 1, 50) <= model.LowerTail(k, 50));
            Assert.Equal(1, model.LowerTail(50, 50), 1e-9);
        },
        tests: 60);

    // 60 people with 180 interactions at 0.90. The bounds are the design's, with three standard errors of 300 rounds on the side of the
    // test.
    [Theory]
    [InlineData(0.04, 0, 0.10, 0.15)]
    [InlineData(0.04, 0.02, 0.10, 0.15)]
    [InlineData(0, 0, 0.05, 0.85)]
    [InlineData(0, 0.02, 0.05, 0.85)]
    public void Rounds_name_outliers_and_hardly_anybody_else(double spread, double variation, double mostFalse, double leastPower)
    {
        var (falseNames, found, _) = Simulate(spread, outliers: 3, variation, rounds: 300);

        Assert.InRange(falseNames, 0, mostFalse);
        Assert.InRange(found, leastPower - 0.013 * 3, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    [InlineData(0.06)]
    public void Where_nobody_differs_nobody_is_named_in_98_of_100_rounds(double variation) =>
        Assert.InRange(Simulate(0, outliers: 0, variation, rounds: 400).Named, 0, 0.02 + 0.007);

    [Fact]
    public void Days_alike_within_themselves_widen_the_limits_by_the_design_effect_and_not_the_spread_between_people()
    {
        // 60 people at 0.9 whose counts spread as 100 independent interactions would, though there are 180: d = 1.8.
        var counts = Enumerable.Range(0, 60)
            .Select(i => ((long)Math.Round(162 + 5.4 * Normal.InvCDF(0, 1, (i + 0.5) / 60)), 180L)).ToList();
        var (plain, told) = (BetweenStaffModel.Of(counts), BetweenStaffModel.Of(counts, designEffect: 1.8));

        Assert.True(told.Spread < 0.6 * plain.Spread);
        // The variance of k/n is the same either way, but it falls off with n only where it comes from days.
        Assert.Equal(plain.Limits(180).Lower, told.Limits(180).Lower, 0.025);
        Assert.True(told.Limits(2000).Lower > plain.Limits(2000).Lower + 0.02);
        // d = 1.8 tells as little of a person as 100 interactions do.
        Assert.Equal(
            BetweenStaffModel.Of([(90, 100)], 1).ShrunkenRate(85, 100),
            BetweenStaffModel.Of([(162, 180)], 1.8).ShrunkenRate(153, 180), 0.003);
        Assert.Throws<ArgumentOutOfRangeException>(() => BetweenStaffModel.Of(counts, designEffect: 0.9));
    }

    private static (double FalseNames, double Found, double Named) Simulate(double spread, int outliers, double variation, int rounds)
    {
        var random = new Random(20261122);
        double falseNames = 0, found = 0, named = 0;
        for (var round = 0; round < rounds; round++)
        {
            var strength = spread == 0 ? 0 : 0.09 / (spread * spread) - 1;
            var comparison = StaffComparison.OfAlike(
            [
                .. Enumerable.Range(0, 60).Select(i =>
                {
                    var rate = spread == 0 ? 0.9 : Beta.Sample(random, 0.9 * strength, 0.1 * strength);
                    return new StaffCount($"s{i:00}", Met(Math.Max(0.01, i < outliers ? rate - 0.15 : rate)), Month);
                }),
            ], designEffect: 1 + (PerDay - 1) * variation);
            falseNames += comparison.Staff.Skip(outliers).Count(s => s.IsNamed);
            found += comparison.Staff.Take(outliers).Count(s => s.IsNamed);
            if (comparison.Named.Any()) named++;
        }

        return (falseNames / rounds, outliers == 0 ? 0 : found / (outliers * rounds), named / rounds);

        long Met(double own) => variation == 0
            ? Binomial.Sample(random, own, Month)
            : Enumerable.Range(0, Month / PerDay)
                .Sum(_ =>
                    Binomial.Sample(
                        random, Math.Min(1, Beta.Sample(random, own * (1 / variation - 1), (1 - own) * (1 / variation - 1))), PerDay));
    }
}
