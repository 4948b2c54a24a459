using System.Globalization;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Domain.Tests.Reports;

public sealed class SealScheduleTests
{
    // Weeks at the borders of years, and the weeks after which clocks change, in six zones.
    [Theory]
    [InlineData("2020-W53", "Europe/London", "2021-01-06T06:00Z")]
    [InlineData("2026-W53", "Europe/London", "2027-01-06T06:00Z")]
    [InlineData("2025-W01", "Europe/London", "2025-01-08T06:00Z")]
    [InlineData("2026-W12", "Europe/Berlin", "2026-03-25T05:00Z")]
    [InlineData("2026-W13", "Europe/Berlin", "2026-04-01T04:00Z")]
    [InlineData("2026-W43", "Europe/London", "2026-10-28T06:00Z")]
    [InlineData("2026-W42", "Europe/London", "2026-10-21T05:00Z")]
    [InlineData("2026-W10", "America/New_York", "2026-03-11T10:00Z")]
    [InlineData("2026-W44", "America/New_York", "2026-11-04T11:00Z")]
    [InlineData("2026-W14", "Australia/Lord_Howe", "2026-04-07T19:30Z")]
    [InlineData("2026-W40", "Australia/Lord_Howe", "2026-10-06T19:00Z")]
    [InlineData("2026-W13", "Asia/Kathmandu", "2026-04-01T00:15Z")]
    [InlineData("2026-W36", "America/Santiago", "2026-09-09T09:00Z")]
    public void A_week_is_sealed_on_Wednesday_at_six_by_the_clock_of_its_site(string week, string zone, string at) =>
        Assert.Equal(Utc(at), SealSchedule.Default.FirstOf(Week(week), SiteIn(zone)));

    [Theory]
    // The clock skips from one to two, and shows the hour from one to two twice.
    [InlineData("2026-W12", DayOfWeek.Sunday, "01:30", "2026-03-29T01:00Z")]
    [InlineData("2026-W42", DayOfWeek.Sunday, "01:30", "2026-10-25T00:30Z")]
    public void A_time_that_is_skipped_is_the_first_after_it_and_one_that_comes_twice_the_first(
        string week, DayOfWeek day, string time, string at) =>
        Assert.Equal(
            Utc(at),
            new SealSchedule(day, TimeOnly.Parse(time, CultureInfo.InvariantCulture)).FirstOf(Week(week), SiteIn("Europe/London")));

    [Fact]
    public void No_week_is_sealed_before_it_is_over()
    {
        var bar = SiteIn("Europe/London", "04:00");
        Assert.Equal(Utc("2026-11-23T04:00Z"), SealSchedule.EndOf(Week("2026-W47"), bar));
        Assert.Equal(Utc("2026-11-23T04:00Z"), new SealSchedule(DayOfWeek.Monday, TimeOnly.MinValue).FirstOf(Week("2026-W47"), bar));
    }

    [Theory]
    [InlineData("2026-11-20T12:00Z", "2026-11-25T06:00Z")] // in the week itself
    [InlineData("2026-11-25T06:00Z", "2026-11-25T06:00Z")]
    [InlineData("2026-11-25T06:00:01Z", "2026-11-26T06:00Z")]
    [InlineData("2027-03-27T23:30Z", "2027-03-28T05:00Z")] // over the night in which the clock goes forward
    [InlineData("2027-10-31T00:30Z", "2027-10-31T06:00Z")]
    public void What_changed_since_is_sealed_the_next_time_the_clock_shows_it(string changed, string at) =>
        Assert.Equal(Utc(at), SealSchedule.Default.NextOf(Week("2026-W47"), SiteIn("Europe/London"), Utc(changed)));

    private static IsoWeek Week(string text) => IsoWeek.TryParse(text, out var week) ? week : throw new ArgumentException(text);

    private static Site SiteIn(string zone, string dayStart = "00:00") => new()
    {
        Code = "s",
        Name = "S",
        Zone = zone,
        DayStart = TimeOnly.Parse(dayStart, CultureInfo.InvariantCulture),
    };

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;
}
