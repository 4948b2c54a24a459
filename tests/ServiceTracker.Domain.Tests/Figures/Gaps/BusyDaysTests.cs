using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Domain.Tests.Figures.Gaps;

public sealed class BusyDaysTests
{
    private static readonly DateOnly Monday = new(2026, 9, 28), Sunday = new(2026, 11, 22);

    [Fact]
    public void Days_of_the_week_with_five_or_more_in_the_middle_week_are_busy_and_those_without_any_are_told()
    {
        var logged = new Dictionary<DateOnly, long>();
        for (var week = 0; week < 8; week++)
        {
            // Mondays: five, but nothing in two of the weeks. Tuesdays: four. Wednesdays: many, in three weeks alone.
            if (week is not (3 or 6)) logged[Monday.AddDays(7 * week)] = 5;
            logged[Monday.AddDays(7 * week + 1)] = 4;
            if (week < 3) logged[Monday.AddDays(7 * week + 2)] = 100;
        }

        Assert.Equal(new BusyDays(8, 6), BusyDays.Of(logged, Monday, Sunday));
        // Weeks before anything was logged are none of the site's.
        Assert.Equal(new BusyDays(8, 6), BusyDays.Of(logged, Monday.AddDays(-21), Sunday));
        Assert.Equal(default, BusyDays.Of(new Dictionary<DateOnly, long>(), Monday, Sunday));
    }
}
