using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Organisation;

public class StaffMemberTests
{
    [Theory]
    [InlineData(null, null, "2026-06-15", true)]
    [InlineData("2026-06-01", null, "2026-05-31", false)]
    [InlineData("2026-06-01", null, "2026-06-01", true)]
    [InlineData("2026-06-01", null, "9999-12-31", true)]
    [InlineData(null, "2026-06-30", "0001-01-01", true)]
    [InlineData(null, "2026-06-30", "2026-06-30", true)]
    [InlineData(null, "2026-06-30", "2026-07-01", false)]
    [InlineData("2026-06-01", "2026-06-30", "2026-05-31", false)]
    [InlineData("2026-06-01", "2026-06-30", "2026-06-15", true)]
    [InlineData("2026-06-01", "2026-06-30", "2026-07-01", false)]
    [InlineData("2026-06-01", "2026-06-01", "2026-06-01", true)]
    public void A_person_is_active_from_the_first_to_the_last_day_and_always_where_one_is_absent(
        string? from, string? to, string date, bool active)
    {
        var person = new StaffMember { Code = "dvolkov", Name = "D. Volkov", ActiveFrom = Date(from), ActiveTo = Date(to) };

        Assert.Equal(active, person.IsActiveOn(Date(date)!.Value));
    }

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd");
}
