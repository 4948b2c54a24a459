using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Organisation;

public class SiteTests
{
    [Fact]
    public void The_calendar_follows_an_edit_of_zone_and_day_start()
    {
        var midnight = new DateTime(2026, 6, 15, 0, 0, 0, DateTimeKind.Utc);
        var site = new Site { Code = "harbour", Name = "Harbour", Zone = "Europe/London" };
        Assert.Equal(new DateTime(2026, 6, 15, 1, 0, 0), site.Calendar.At(midnight).Local);
        Assert.Equal(new DateOnly(2026, 6, 15), site.Calendar.At(midnight).BusinessDate);

        site.DayStart = new TimeOnly(4, 0);
        Assert.Equal(new DateOnly(2026, 6, 14), site.Calendar.At(midnight).BusinessDate);

        site.Zone = "Asia/Tokyo";
        Assert.Equal("Asia/Tokyo", site.Calendar.Zone);
        Assert.Equal(new DateOnly(2026, 6, 15), site.Calendar.At(midnight).BusinessDate);
    }
}
