using System.Globalization;
using Microsoft.Extensions.Configuration;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Infrastructure.Reports;

/// <summary>Reads when weeks are sealed: <c>Reports:SealDay</c>, Wednesday unless told otherwise, and <c>Reports:SealTime</c>, 06:00, by
/// the clock of each site.</summary>
internal static class SealSettings
{
    private const string Day = "Reports:SealDay", Time = "Reports:SealTime";

    /// <summary>The schedule that is configured.</summary>
    /// <exception cref="InvalidOperationException">There is no such day or time.</exception>
    public static SealSchedule Of(IConfiguration configuration)
    {
        var (day, time) = (configuration[Day], configuration[Time]);
        var schedule = SealSchedule.Default;
        if (!string.IsNullOrEmpty(day))
        {
            schedule = Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var found) && Enum.IsDefined(found) && !char.IsAsciiDigit(day[0])
                ? schedule with { Day = found }
                : throw new InvalidOperationException($"{Day} is a day of the week, such as Wednesday, not “{day}”.");
        }

        if (string.IsNullOrEmpty(time)) return schedule;
        return TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? schedule with { Time = at }
            : throw new InvalidOperationException($"{Time} is a time, such as 06:00, not “{time}”.");
    }
}
