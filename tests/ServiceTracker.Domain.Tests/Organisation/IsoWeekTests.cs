using System.Globalization;
using FsCheck.Fluent;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Organisation;

public class IsoWeekTests
{
    [Theory]
    [InlineData("2027-01-01", "2026-W53", "2026-12-28", "2027-01-03")]
    [InlineData("2027-01-04", "2027-W01", "2027-01-04", "2027-01-10")]
    [InlineData("2024-12-30", "2025-W01", "2024-12-30", "2025-01-05")]
    [InlineData("2024-12-29", "2024-W52", "2024-12-23", "2024-12-29")]
    [InlineData("2026-11-20", "2026-W47", "2026-11-16", "2026-11-22")]
    [InlineData("2000-01-01", "1999-W52", "1999-12-27", "2000-01-02")]
    [InlineData("2021-01-03", "2020-W53", "2020-12-28", "2021-01-03")]
    [InlineData("2024-02-29", "2024-W09", "2024-02-26", "2024-03-03")]
    [InlineData("0001-01-01", "0001-W01", "0001-01-01", "0001-01-07")]
    public void A_date_lies_in_the_week_of_its_thursday(string date, string text, string monday, string sunday)
    {
        var week = IsoWeek.Of(Date(date));

        Assert.Equal(text, week.ToString());
        Assert.Equal(Date(monday), week.Monday);
        Assert.Equal(Date(sunday), week.Sunday);
    }

    [Fact]
    public void Weeks_beyond_the_calendar_are_its_first_and_its_last_whole_one()
    {
        Assert.True(IsoWeek.TryParse("0001-W02", out var early));
        Assert.True(IsoWeek.TryParse("9998-W52", out var late));
        Assert.Equal(("0001-W01", "0001-W01", "0001-W03"), ($"{early.AddWeeks(-1)}", $"{early.AddWeeks(-26)}", $"{early.AddWeeks(1)}"));
        Assert.Equal("9999-W51", late.AddWeeks(int.MaxValue).ToString());
        Assert.Equal(new DateOnly(9999, 12, 26), late.AddWeeks(60).Sunday);
    }

    [Fact]
    public void Every_day_of_thirty_years_agrees_with_the_framework()
    {
        for (var date = new DateOnly(2010, 1, 1); date < new DateOnly(2040, 1, 1); date = date.AddDays(1))
        {
            var week = IsoWeek.Of(date);
            var time = date.ToDateTime(TimeOnly.MinValue);
            Assert.Equal((ISOWeek.GetYear(time), ISOWeek.GetWeekOfYear(time)), (week.Year, week.Number));
            Assert.Equal(DayOfWeek.Monday, week.Monday.DayOfWeek);
            Assert.InRange(date, week.Monday, week.Sunday);
        }
    }

    [Fact]
    public void The_week_of_any_date_reads_back_from_its_text() => Arbitraries.Dates.Always(
        date =>
        {
            var week = IsoWeek.Of(date);

            Assert.True(IsoWeek.TryParse(week.ToString(), out var read));
            Assert.Equal(week, read);
            // The rule of ISO 8601 itself: the Thursday's year, and its place among that year's Thursdays.
            var thursday = week.Monday.AddDays(3);
            Assert.Equal(thursday.Year, week.Year);
            Assert.Equal((thursday.DayOfYear - 1) / 7 + 1, week.Number);
        },
        tests: 1000);

    [Theory]
    [InlineData("2026-W01", "2025-12-29")]
    [InlineData("2026-W47", "2026-11-16")]
    [InlineData("2026-W53", "2026-12-28")]
    public void A_week_is_read_from_its_text(string text, string monday)
    {
        Assert.True(IsoWeek.TryParse(text, out var week));
        Assert.Equal(Date(monday), week.Monday);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-W53")]
    [InlineData("2026-W54")]
    [InlineData("2026-W00")]
    [InlineData("2026-w47")]
    [InlineData("2026-W7")]
    [InlineData("2026W47")]
    [InlineData("2026-W047")]
    [InlineData(" 2026-W47")]
    [InlineData("2026-W47 ")]
    [InlineData("2026-W47-1")]
    [InlineData("2026-W+7")]
    [InlineData("2026-W 7")]
    [InlineData("+026-W07")]
    [InlineData("-026-W07")]
    [InlineData("0000-W07")]
    [InlineData("9999-W07")]
    [InlineData("2026_W47")]
    [InlineData("2026-W4７")] // a full-width seven
    [InlineData("2026-W4\0")]
    [InlineData("202\0-W47")]
    public void Nothing_else_is_a_week(string? text)
    {
        Assert.False(IsoWeek.TryParse(text, out var week));
        Assert.Equal(default, week);
    }

    [Fact]
    public void Weeks_are_counted_and_ordered_by_time()
    {
        var pairs =
            from date in Arbitraries.DatesBetween(new DateOnly(1990, 1, 1), new DateOnly(2060, 1, 1))
            from weeks in Gen.Choose(-600, 600)
            select (date, weeks);
        pairs.Always(p =>
        {
            var week = IsoWeek.Of(p.date);
            var other = week.AddWeeks(p.weeks);

            Assert.Equal(IsoWeek.Of(p.date.AddDays(7 * p.weeks)), other);
            Assert.Equal(p.weeks, other.WeeksSince(week));
            Assert.Equal(Math.Sign(p.weeks), Math.Sign(other.CompareTo(week)));
            Assert.Equal(p.weeks > 0, other > week);
            Assert.Equal(p.weeks >= 0, other >= week);
            Assert.Equal(p.weeks < 0, other < week);
            Assert.Equal(p.weeks <= 0, other <= week);
            Assert.Equal(Math.Sign(p.weeks), Math.Sign(string.CompareOrdinal(other.ToString(), week.ToString())));
        });
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
