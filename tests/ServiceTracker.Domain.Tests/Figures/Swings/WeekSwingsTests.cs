using MathNet.Numerics.Distributions;
using ServiceTracker.Domain.Figures.Swings;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Figures.Swings;

public class WeekSwingsTests
{
    private const int People = 12, Weeks = 26, Swinger = 7;

    private static readonly IsoWeek First = IsoWeek.Of(new DateOnly(2026, 1, 5));

    /// <summary>What differs in a made-up site beside chance and days that are good or bad as a whole.</summary>
    [Flags]
    public enum World
    {
        Alike = 0,
        BadWeeks = 1,
        HardChannel = 2,
        PeopleDiffer = 4,
        FewerChannels = 8,
        OneSteps = 16,
        OneLearns = 32,
        FewMisses = 64,
    }

    [Theory]
    [InlineData(World.Alike)]
    [InlineData(World.BadWeeks)]
    [InlineData(World.FewMisses)]
    [InlineData(World.HardChannel | World.FewerChannels | World.BadWeeks)]
    [InlineData(World.PeopleDiffer | World.HardChannel | World.FewerChannels | World.BadWeeks)]
    [InlineData(World.OneSteps)]
    [InlineData(World.OneLearns | World.PeopleDiffer)]
    public void Where_nobody_swings_nobody_is_named_in_98_of_100_rounds_whatever_else_differs(World world)
    {
        const int Rounds = 400;
        var named = Enumerable.Range(0, Rounds)
            .Count(seed => WeekSwings.Of(Site(world, seed), byChannel: seed % 2 == 1).Values.Any(s => s.IsUneven));

        Assert.True(named <= 0.02 * Rounds, $"{named} of {Rounds} rounds named somebody.");
    }

    [Fact]
    public void Somebody_with_good_and_bad_days_and_the_rate_of_the_others_is_named_and_nobody_else()
    {
        const int Rounds = 100;
        int found = 0, others = 0;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var told = WeekSwings.Of(Site(World.PeopleDiffer | World.BadWeeks | World.HardChannel, seed, swings: true), byChannel: false);
            found += told[(Swinger, 0)].IsUneven ? 1 : 0;
            others += told.Any(t => t.Key.Staff != Swinger && t.Value.IsUneven) ? 1 : 0;
        }

        Assert.True(found >= 75 && others <= 2, $"Found in {found}, somebody else in {others} of {Rounds} rounds.");
    }

    [Fact]
    public void The_order_of_the_counts_changes_no_digit_and_met_and_missed_swing_alike()
    {
        var counts = Site(World.BadWeeks | World.PeopleDiffer, 5, swings: true);
        var told = WeekSwings.Of(counts, byChannel: false);

        var turned = WeekSwings.Of(counts.AsEnumerable().Reverse(), byChannel: false);
        Assert.Equal(
            told.Select(t => (t.Key, t.Value.Ratio, t.Value.AdjustedP)).Order(),
            turned.Select(t => (t.Key, t.Value.Ratio, t.Value.AdjustedP)).Order());
        var mirrored = WeekSwings.Of(counts.Select(c => c with { K = c.N - c.K }), byChannel: false);
        Assert.All(told, t => Assert.Equal(t.Value.Ratio, mirrored[t.Key].Ratio, 1e-6));
    }

    [Theory]
    [InlineData(12, 6)]
    [InlineData(26, 5)]
    public void Under_thirteen_weeks_or_six_people_nobody_is_compared(int weeks, int people) =>
        Assert.Empty(WeekSwings.Of(
            Site(World.Alike, 1, swings: true).Where(c => c.Week < First.AddWeeks(weeks) && c.Staff <= people), byChannel: false));

    [Fact]
    public void Where_nobody_else_works_nothing_is_compared()
    {
        var alone = Site(World.Alike, 1).Select(c => c with { Channel = c.Staff });

        Assert.Empty(WeekSwings.Of(alone, byChannel: false));
    }

    [Fact]
    public void It_is_told_with_the_worst_and_the_best_week_and_the_rate_over_all()
    {
        // Colleagues: 36 of 40 in every week. One: 30 and 40 by turns from the first of 13 weeks on.
        var counts = Enumerable.Range(0, 13).SelectMany(w => Enumerable.Range(1, 7).Select(p =>
            new SwingCount(p, 1, First.AddWeeks(w), p == 1 ? 30 + 10 * (w % 2) : 36, 40)));
        var told = WeekSwings.Of(counts, byChannel: false);

        Assert.Equal(
            "from week to week more uneven than chance and the weeks of colleagues on the same channels explain, "
            + "from 75.0% in week 2 to 100.0% in week 3, and 86.5% over 13 weeks",
            told[(1, 0)].Words);
        Assert.True(told[(1, 0)].IsUneven);
        Assert.DoesNotContain(told, t => t.Key.Staff != 1 && t.Value.IsUneven);
    }

    // Five days a week with about nine interactions, shared out over two channels; days go together with an intraclass correlation of 0.02.
    private static List<SwingCount> Site(World world, int seed, bool swings = false)
    {
        var random = new Random(1000 + seed);
        var counts = new List<SwingCount>();
        var bad = Enumerable.Range(0, Weeks)
            .Select(_ => world.HasFlag(World.BadWeeks) ? Normal.Sample(random, 0, 0.4) : 0).ToArray();
        for (var staff = 1; staff <= People; staff++)
        {
            var own = world.HasFlag(World.PeopleDiffer) ? Normal.Sample(random, 0, 0.35) : 0;
            var share = world.HasFlag(World.FewerChannels) ? 0.15 + 0.7 * staff / People : 0.6;
            for (var week = 0; week < Weeks; week++)
            {
                if (random.Next(11) == 0) continue;
                var k = new int[2];
                var n = new int[2];
                for (var day = 0; day < 5; day++)
                {
                    var isBad = random.NextDouble() < 0.22;
                    for (var channel = 0; channel < 2; channel++)
                    {
                        var served = Binomial.Sample(random, channel == 0 ? share : 1 - share, 9);
                        var logit = (world.HasFlag(World.FewMisses) ? -3.5 : -2.3) + own + bad[week]
                            + (world.HasFlag(World.HardChannel) && channel == 1 ? 0.8 : 0)
                            + (world.HasFlag(World.OneSteps) && staff == Swinger && week >= 15 ? 1.1 : 0)
                            + (world.HasFlag(World.OneLearns) && staff == Swinger ? Math.Max(0, 10 - week) / 10.0 : 0);
                        var miss = 1 / (1 + Math.Exp(-logit));
                        miss = swings && staff == Swinger ? isBad ? 0.4 : 0.01 : Beta.Sample(random, 49 * miss, 49 * (1 - miss));
                        n[channel] += served;
                        k[channel] += Binomial.Sample(random, 1 - miss, served);
                    }
                }

                for (var channel = 0; channel < 2; channel++)
                    counts.Add(new SwingCount(staff, channel + 1, First.AddWeeks(week), k[channel], n[channel]));
            }
        }

        return counts;
    }
}
