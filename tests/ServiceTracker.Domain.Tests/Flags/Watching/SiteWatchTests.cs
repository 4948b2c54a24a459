using System.Text.Json;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Domain.Tests.Flags.Watching;

public sealed class SiteWatchTests
{
    private static readonly Func<int, int, int, int, double> Usual = (_, _, _, _) => 0.026;

    [Fact]
    public void A_person_who_slips_on_all_channels_is_told_of_within_weeks()
    {
        var (from, shop) = (WatchedShop.Monday.AddDays(7 * 32), new WatchedShop(7, 12, 45, (p, _, week, _) => p == 3 && week >= 32
            ? 0.10 : 0.026));
        var told = shop.Watch(WatchedShop.Ground()).Where(t => !t.Signal.IsSettled && t.Signal.BusinessDate >= from).ToList();
        Assert.Equal((3, DetectionKind.Lower), (told[0].StaffId, told[0].Signal.Label.Kind));
        Assert.InRange(told[0].Signal.BusinessDate, from, from.AddDays(7 * 4));
    }

    [Fact]
    public void A_basic_that_slips_on_a_channel_for_all_is_told_of_that_channel_within_a_week()
    {
        var from = WatchedShop.Monday.AddDays(7 * 34);
        var shop = new WatchedShop(11, 12, 45, (_, c, week, j) => c == 2 && week >= 34 && j == 1 ? 0.25 : 0.026);
        var site = shop.Watch(WatchedShop.Ground()).First(t => t.StaffId == SiteWatch.Everybody && t.Signal.BusinessDate >= from);
        Assert.Equal((2, new FlagLabel(DetectionKind.Basic, 1)), (site.ChannelId, site.Signal.Label));
        Assert.InRange(site.Signal.BusinessDate, from, from.AddDays(6));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void The_same_days_tell_the_same_in_whichever_order_they_came_and_wherever_the_watch_was_kept(int seed)
    {
        var shop = new WatchedShop(seed, 6, 40, (p, c, week, j) => p == 2 && week > 28 ? 0.12 : Usual(p, c, week, j));
        var ground = WatchedShop.Ground(new ProcessChange
        {
            SiteId = 1,
            ChannelId = 1,
            Date = WatchedShop.Monday.AddDays(7 * 35),
            What = "w",
            Why = "y",
            Rebase = true,
            By = "b",
            ByName = "b",
        });
        var random = new Random(seed);
        var straight = Text(shop.Watch(ground));
        Assert.NotEqual("[]", straight);
        Assert.Equal(straight, Text(shop.Watch(ground, random)));
        Assert.Equal(straight, Text(shop.Watch(ground, null, _ => true)));
        Assert.Equal(straight, Text(shop.Watch(ground, random, _ => random.Next(9) == 0)));
    }

    [Fact]
    public void Looking_at_a_day_that_is_not_over_remembers_nothing_and_tells_what_its_end_tells()
    {
        var shop = new WatchedShop(5, 6, 40, (p, c, week, j) => p == 2 && week > 28 ? 0.12 : Usual(p, c, week, j));
        var ground = WatchedShop.Ground();
        var (watch, told) = (new SiteWatch(), new List<WatchedSignal>());
        for (var date = WatchedShop.Monday; date <= shop.Last; date = date.AddDays(1))
        {
            told.AddRange(watch.Open(date, ground));
            var all = shop.Of(date);
            watch.Preview(all[..(all.Count / 2)], ground);
            var seen = watch.Preview(all, ground);
            var closed = watch.Close(all, ground);
            Assert.Equal(Text(closed), Text(seen));
            told.AddRange(closed);
        }

        Assert.Equal(Text(shop.Watch(ground)), Text(told));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Looking_again_while_a_day_fills_tells_what_a_first_look_tells_in_whichever_order_it_fills(int seed)
    {
        var shop = new WatchedShop(seed, 6, 40, (p, c, week, j) => p == 2 && week > 28 ? 0.25 : Usual(p, c, week, j));
        var (ground, random) = (WatchedShop.Ground(), new Random(seed));
        var (watch, looks) = (new SiteWatch(), 0);
        for (var date = WatchedShop.Monday; date <= shop.Last; date = date.AddDays(1))
        {
            var all = shop.Of(date);
            var kept = watch.Save().ToList();
            watch.Open(date, ground);
            if (watch.Through is { } through && date >= WatchedShop.Monday.AddDays(7 * 28))
            {
                // Entries of one moment come in any order, and some are hours late.
                var arrival = all.OrderBy(i => i.OccurredAt.AddMinutes(random.Next(20) == 0 ? 300 : random.Next(5))).ToList();
                for (var n = 1; n < arrival.Count; n += 1 + random.Next(6))
                {
                    var first = new SiteWatch(through, kept);
                    first.Open(date, ground);
                    Assert.Equal(Text(first.Preview(arrival[..n], ground)), Text(watch.Preview(arrival[..n], ground)));
                    looks++;
                }

                // One is taken out again.
                if (all.Count > 1) watch.Preview(all.Where((_, i) => i != all.Count / 2).ToList(), ground);
            }

            Assert.Equal(Text(watch.Preview(all, ground)), Text(watch.Close(all, ground)));
        }

        Assert.True(looks > 300);
    }

    private static string Text(IReadOnlyList<WatchedSignal> told) => JsonSerializer.Serialize(told);
}
