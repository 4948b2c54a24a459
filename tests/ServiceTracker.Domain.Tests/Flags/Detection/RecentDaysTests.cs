using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class RecentDaysTests
{
    [Fact]
    public void Half_a_year_that_is_more_than_half_a_year_old_goes()
    {
        var recent = new RecentDays(1);
        // 40 a week, 10 of them missed in the first half-year, 5 in the second, 1 in the third but for its last week.
        foreach (var (weeks, missed) in new[] { (26, 10), (26, 5), (25, 1) }) Weeks(recent, weeks, 40, missed);
        Assert.Equal((51 * 40, 26 * 5 + 25), (recent.Any.N, recent.Any.K));
        Assert.Equal((51 * 40, 26 * 5 + 25), (recent.Of(0).N, recent.Of(0).K));

        // The third is full, and the second goes.
        Weeks(recent, 1, 40, 1);
        Assert.Equal((26 * 40, 26), (recent.Any.N, recent.Any.K));
    }

    [Fact]
    public void Somebody_of_few_a_week_keeps_a_thousand()
    {
        var recent = new RecentDays(1);
        Weeks(recent, 199, 5, 1);
        Assert.Equal(199 * 5, recent.Any.N);
        Weeks(recent, 200, 5, 1);
        Assert.Equal(1_995, recent.Any.N);
        Weeks(recent, 1, 5, 1);
        Assert.Equal(1_000, recent.Any.N);
    }

    [Fact]
    public void A_level_that_everybody_left_a_year_and_a_half_ago_is_gone()
    {
        var recent = new RecentDays(1);
        Weeks(recent, 39, 40, 8);
        Weeks(recent, 90, 40, 4);
        Assert.Equal(0.1, (double)recent.Any.K / recent.Any.N, 1e-12);
    }

    [Fact]
    public void What_is_kept_goes_on_alike_and_a_segment_keeps_the_basics_that_go_on()
    {
        var recent = new RecentDays(2);
        Weeks(recent, 30, 40, 10);
        var kept = new RecentDays(recent.Save());
        foreach (var days in new[] { recent, kept }) Weeks(days, 30, 40, 5);
        Assert.Equal((recent.Any, recent.Of(0), recent.Of(1)), (kept.Any, kept.Of(0), kept.Of(1)));

        var (zero, any) = (recent.Of(0), recent.Any);
        recent.StartSegment([-1, 0, -1], rateGoesOn: false);
        Assert.Equal((default, default, zero, default), (recent.Any, recent.Of(0), recent.Of(1), recent.Of(2)));
        Assert.NotEqual(default, any);
    }

    // One day a week; of two basics the first is missed whenever anything is.
    private static void Weeks(RecentDays recent, int weeks, int n, int missed)
    {
        for (var week = 0; week < weeks; week++)
        {
            recent.Add(n, missed);
            recent.Add(0, n, missed);
            recent.EndWeek();
        }
    }
}
