using System.Globalization;
using FsCheck.Fluent;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Organisation;

public class BusinessCalendarTests
{
    // Clocks go forward on 2026-03-29 (London) and 2026-03-08 (New York), back on 2026-10-25 and 2026-11-01.
    [Theory]
    [InlineData("Europe/London", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59", 0)]
    [InlineData("Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00", 60)] // 01:00–02:00 does not exist
    [InlineData("Europe/London", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00", 60)] // 01:00–02:00, first pass
    [InlineData("Europe/London", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59", 60)]
    [InlineData("Europe/London", "2026-10-25T01:00:00Z", "2026-10-25T01:00:00", 0)] // second pass
    [InlineData("Europe/London", "2026-10-25T01:59:59Z", "2026-10-25T01:59:59", 0)]
    [InlineData("Europe/London", "2026-10-25T02:00:00Z", "2026-10-25T02:00:00", 0)]
    [InlineData("America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59", -300)]
    [InlineData("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00", -240)] // 02:00–03:00 does not exist
    [InlineData("America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:30:00", -240)] // 01:00–02:00, first pass
    [InlineData("America/New_York", "2026-11-01T06:30:00Z", "2026-11-01T01:30:00", -300)] // second pass
    [InlineData("Asia/Kathmandu", "2026-06-15T12:00:00Z", "2026-06-15T17:45:00", 345)]
    [InlineData("Pacific/Kiritimati", "2026-12-31T12:00:00Z", "2027-01-01T02:00:00", 840)]
    [InlineData("UTC", "2026-06-15T12:00:00Z", "2026-06-15T12:00:00", 0)]
    public void An_instant_has_one_local_time_and_offset(string zone, string instant, string local, short offset)
    {
        var moment = Calendar(zone).At(Utc(instant));

        Assert.Equal(local, moment.Local.ToString("s"));
        Assert.Equal(DateTimeKind.Unspecified, moment.Local.Kind);
        Assert.Equal(offset, moment.UtcOffsetMinutes);
    }

    [Theory]
    [InlineData("Europe/London", "00:00", "2026-03-28", 24)]
    [InlineData("Europe/London", "00:00", "2026-03-29", 23)]
    [InlineData("Europe/London", "00:00", "2026-03-30", 24)]
    [InlineData("Europe/London", "00:00", "2026-10-24", 24)]
    [InlineData("Europe/London", "00:00", "2026-10-25", 25)]
    [InlineData("Europe/London", "00:00", "2026-10-26", 24)]
    [InlineData("America/New_York", "00:00", "2026-03-08", 23)]
    [InlineData("America/New_York", "00:00", "2026-11-01", 25)]
    // A day that begins at 04:00 on the eve holds the night in which the clocks change.
    [InlineData("Europe/London", "04:00", "2026-03-28", 23)]
    [InlineData("Europe/London", "04:00", "2026-03-29", 24)]
    [InlineData("Europe/London", "04:00", "2026-10-24", 25)]
    [InlineData("Europe/London", "04:00", "2026-10-25", 24)]
    [InlineData("America/New_York", "04:00", "2026-03-07", 23)]
    [InlineData("America/New_York", "04:00", "2026-10-31", 25)]
    // A day start that the clocks skip: that day begins when they come back, at 02:00.
    [InlineData("Europe/London", "01:30", "2026-03-28", 23.5)]
    [InlineData("Europe/London", "01:30", "2026-03-29", 23.5)]
    public void Business_days_have_23_to_25_hours(string zone, string dayStart, string date, double hours)
    {
        var calendar = Calendar(zone, dayStart);
        var day = DateOnly.ParseExact(date, "yyyy-MM-dd");
        var minutes = 0;
        var start = day.AddDays(-2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        for (var minute = 0; minute < 5 * 24 * 60; minute++)
            if (calendar.At(start.AddMinutes(minute)).BusinessDate == day) minutes++;

        Assert.Equal(hours, minutes / 60.0);
    }

    [Theory]
    [InlineData("Europe/London", "2026-06-14T23:00:00Z", "2026-06-14")] // 00:00 on the 15th, still the 14th
    [InlineData("Europe/London", "2026-06-15T02:59:00Z", "2026-06-14")] // 03:59
    [InlineData("Europe/London", "2026-06-15T02:59:59.9999999Z", "2026-06-14")]
    [InlineData("Europe/London", "2026-06-15T03:00:00Z", "2026-06-15")] // 04:00
    [InlineData("Europe/London", "2026-06-15T22:59:00Z", "2026-06-15")] // 23:59
    [InlineData("Europe/London", "2026-03-29T02:59:00Z", "2026-03-28")] // 03:59, the clocks went forward
    [InlineData("Europe/London", "2026-03-29T03:00:00Z", "2026-03-29")]
    [InlineData("Europe/London", "2026-10-25T03:59:00Z", "2026-10-24")] // 03:59, the clocks went back
    [InlineData("Europe/London", "2026-10-25T04:00:00Z", "2026-10-25")]
    [InlineData("America/New_York", "2026-03-08T07:59:00Z", "2026-03-07")]
    [InlineData("America/New_York", "2026-03-08T08:00:00Z", "2026-03-08")]
    [InlineData("America/New_York", "2026-11-01T08:59:00Z", "2026-10-31")]
    [InlineData("America/New_York", "2026-11-01T09:00:00Z", "2026-11-01")]
    [InlineData("Europe/London", "2027-01-01T03:59:00Z", "2026-12-31")] // New Year's Eve goes on
    [InlineData("Europe/London", "2027-01-01T04:00:00Z", "2027-01-01")]
    [InlineData("America/New_York", "2027-01-01T08:59:00Z", "2026-12-31")]
    [InlineData("America/New_York", "2027-01-01T09:00:00Z", "2027-01-01")]
    [InlineData("Europe/London", "2028-03-01T03:59:00Z", "2028-02-29")]
    public void Before_four_in_the_morning_a_bar_still_serves_yesterday(string zone, string instant, string date) =>
        Assert.Equal(date, Calendar(zone, "04:00").At(Utc(instant)).BusinessDate.ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("Europe/London", "2026-12-31T23:59:59Z", "2026-12-31")]
    [InlineData("Europe/London", "2027-01-01T00:00:00Z", "2027-01-01")]
    [InlineData("Europe/London", "2026-06-14T22:59:59Z", "2026-06-14")]
    [InlineData("Europe/London", "2026-06-14T23:00:00Z", "2026-06-15")]
    [InlineData("America/New_York", "2027-01-01T04:59:59Z", "2026-12-31")]
    [InlineData("America/New_York", "2027-01-01T05:00:00Z", "2027-01-01")]
    public void By_default_the_business_day_is_the_local_date(string zone, string instant, string date) =>
        Assert.Equal(date, Calendar(zone).At(Utc(instant)).BusinessDate.ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("2026-06-14T23:00:00Z", "00:00", 0)] // Monday 00:00 in London
    [InlineData("2026-06-14T23:00:00Z", "04:00", 144)] // which is still Sunday for a bar
    [InlineData("2026-11-09T01:30:00Z", "04:00", 145)]
    [InlineData("2026-11-09T01:30:00Z", "00:00", 1)]
    [InlineData("2026-11-09T04:00:00Z", "04:00", 4)]
    [InlineData("2026-11-10T03:59:00Z", "04:00", 3)] // Tuesday by the clock, Monday's last hour
    [InlineData("2026-06-14T22:59:59Z", "04:00", 167)] // Sunday 23:59
    [InlineData("2026-06-15T12:30:00Z", "04:00", 13)]
    [InlineData("2026-06-18T08:00:00Z", "04:00", 81)] // Thursday 09:00
    [InlineData("2026-10-25T00:30:00Z", "00:00", 145)] // Sunday 01:30, first pass
    [InlineData("2026-10-25T01:30:00Z", "00:00", 145)] // and second
    [InlineData("2026-10-25T01:30:00Z", "04:00", 121)] // Saturday's
    [InlineData("2026-03-29T01:00:00Z", "00:00", 146)] // Sunday 02:00, right after 00:59
    public void The_hour_of_the_week_is_the_weekday_of_the_business_date_and_the_hour_of_the_clock(
        string instant, string dayStart, short hour) =>
        Assert.Equal(hour, Calendar("Europe/London", dayStart).At(Utc(instant)).HourOfWeek);

    [Theory]
    [InlineData("2026-10-25T00:29:59Z", "2026-10-24")] // 01:29:59, first pass
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25")] // 01:30, first pass
    [InlineData("2026-10-25T01:00:00Z", "2026-10-25")] // 01:00 again, in the day that has begun
    [InlineData("2026-10-25T01:29:59Z", "2026-10-25")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25")]
    [InlineData("2026-03-29T00:59:59Z", "2026-03-28")]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29")] // 02:00: there was no 01:30
    public void A_day_start_in_an_hour_that_comes_twice_or_never_begins_the_day_once(string instant, string date) =>
        Assert.Equal(date, Calendar("Europe/London", "01:30").At(Utc(instant)).BusinessDate.ToString("yyyy-MM-dd"));

    [Fact]
    public void In_every_zone_and_at_every_change_of_the_clocks_days_begin_in_their_order()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var changes = 0;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where(z => BusinessCalendar.TryFindZone(z.Id, out _))
            .Select(z => TimeZoneInfo.FindSystemTimeZoneById(z.Id)))
        {
            foreach (var change in Changes(zone))
            {
                changes++;
                // Within the hours that come twice or never, on their edges, or anywhere.
                var dayStart = random.Next(3) switch
                {
                    0 => TimeOnly.FromDateTime((change + zone.GetUtcOffset(change)).AddMinutes(random.Next(-61, 62))),
                    1 => TimeOnly.FromDateTime(change.AddTicks(-1) + zone.GetUtcOffset(change.AddTicks(-1))),
                    _ => new TimeOnly(random.Next(24), random.Next(60)),
                };
                var calendar = new BusinessCalendar(zone, dayStart);
                var (highest, before, last) = (DateTime.MinValue, (DateOnly?)null, change.AddHours(26));
                for (var now = change.AddHours(-27); now <= last; now = now.AddMinutes(
                    now > change.AddHours(-3) && now < change.AddHours(3) ? 1 : 20))
                {
                    var moment = calendar.At(now);
                    var example =
                        $"seed {seed}: {zone.Id}, day start {dayStart}, {now:s}Z is {moment.BusinessDate:yyyy-MM-dd}, before it was " +
                        $"{before:yyyy-MM-dd}";
                    // The furthest that the clock has ever been tells the day.
                    if (moment.Local > highest) highest = moment.Local;
                    if (highest.Minute == moment.Local.Minute && now > change.AddHours(-3))
                        Assert.True(DateOnly.FromDateTime(highest - dayStart.ToTimeSpan()) <= moment.BusinessDate, example);
                    Assert.True(before is null || moment.BusinessDate >= before, example);
                    Assert.True(
                        calendar.StartOf(moment.BusinessDate) <= now && now < calendar.StartOf(moment.BusinessDate.AddDays(1)), example);
                    Assert.True(
                        moment.HourOfWeek / 24 == ((int)moment.BusinessDate.DayOfWeek + 6) % 7
                            && moment.HourOfWeek % 24 == moment.Local.Hour, example);
                    before = moment.BusinessDate;
                }
            }
        }

        Assert.True(changes > 500, $"Only {changes} changes of clocks were found.");
    }

    [Fact]
    public void Local_time_minus_the_offset_is_the_instant() => Instants.Always(x =>
    {
        var moment = Calendar(x.Zone, x.DayStart).At(x.Instant);

        Assert.Equal(x.Instant, moment.Local.AddMinutes(-moment.UtcOffsetMinutes));
        Assert.InRange(moment.UtcOffsetMinutes, -840, 840);
        Assert.InRange(moment.HourOfWeek, 0, 167);
    });

    [Fact]
    public void A_business_day_never_comes_back_once_it_is_over() => Instants.Always(
        x =>
        {
            var calendar = Calendar(x.Zone, x.DayStart);
            var before = calendar.At(x.Instant).BusinessDate;
            for (var minute = 15; minute <= 48 * 60; minute += 15)
            {
                var now = calendar.At(x.Instant.AddMinutes(minute)).BusinessDate;
                Assert.True(now == before || now == before.AddDays(1), $"{before} then {now}");
                before = now;
            }
        },
        tests: 500);

    [Theory]
    [InlineData("Europe/London")]
    [InlineData("America/New_York")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/UTC")]
    [InlineData("Etc/GMT+5")]
    [InlineData("UTC")]
    public void An_IANA_name_is_a_zone(string name)
    {
        Assert.True(BusinessCalendar.TryFindZone(name, out var zone));
        Assert.Equal(name, zone.Id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Local")]
    [InlineData("utc")]
    [InlineData("posixrules")]
    [InlineData("localtime")]
    [InlineData("tzdata.zi")]
    [InlineData("../x")]
    [InlineData("../../../etc/localtime")]
    [InlineData("Europe/../Europe/London")]
    [InlineData("/usr/share/zoneinfo/Europe/London")]
    [InlineData("Europe/Nowhere")]
    [InlineData("Europe/")]
    [InlineData("Europe/london")]
    [InlineData(" Europe/London")]
    [InlineData("Europe/London ")]
    [InlineData("Europe/London\0")]
    [InlineData("Europe//London")]
    [InlineData("Europe/./London")]
    [InlineData("./Europe/London")]
    [InlineData("America/Argentina")]
    [InlineData("right/Europe/London")]
    [InlineData("posix/Europe/London")]
    [InlineData("GMT Standard Time")]
    [InlineData("W. Europe Standard Time")]
    public void Anything_else_is_refused(string? name)
    {
        Assert.False(BusinessCalendar.TryFindZone(name, out var zone));
        Assert.Same(TimeZoneInfo.Utc, zone);
    }

    private static FsCheck.Gen<(string Zone, string DayStart, DateTime Instant)> Instants { get; } =
        from zone in Gen.Elements("Europe/London", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Asia/Tokyo", "UTC")
        from dayStart in Gen.Elements("00:00", "01:30", "01:45", "03:00", "04:00", "05:30", "12:00", "23:45")
        from instant in Gen.OneOf(
            Arbitraries.InstantsBetween(new DateOnly(2020, 1, 1), new DateOnly(2030, 1, 1)),
            // Around the days on which clocks change.
            Gen.Elements("2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01").SelectMany(
                d => Gen.Choose(-30, 30), (d, h) => Utc(d + "T00:00:00Z").AddHours(h)))
        select (zone, dayStart, instant);

    // The instants since 2015 at which a zone's clocks were or will be set; not those of the far future, which only repeat.
    private static IEnumerable<DateTime> Changes(TimeZoneInfo zone)
    {
        var (from, to) = (new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(2028, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        for (var day = from; day < to; day = day.AddDays(1))
        {
            var (low, high) = (day, day.AddDays(1));
            if (zone.GetUtcOffset(low) == zone.GetUtcOffset(high)) continue;
            while (high - low > TimeSpan.FromTicks(1))
            {
                var middle = low + (high - low) / 2;
                if (zone.GetUtcOffset(middle) == zone.GetUtcOffset(low)) low = middle;
                else high = middle;
            }

            yield return high;
        }
    }

    private static BusinessCalendar Calendar(string zone, string dayStart = "00:00") =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), TimeOnly.ParseExact(dayStart, "HH:mm"));

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
