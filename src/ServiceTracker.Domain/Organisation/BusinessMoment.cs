namespace ServiceTracker.Domain.Organisation;

/// <summary>What a site's clock and calendar said at an instant.</summary>
/// <param name="Local">Local civil time, without an offset.</param>
/// <param name="UtcOffsetMinutes">Local minus UTC in minutes, −840 to 840; on DST days it tells the two passes of a repeated hour
/// apart.</param>
/// <param name="BusinessDate">The date of the business day: before the day start it is still yesterday.</param>
/// <param name="HourOfWeek">
/// 0 (Monday 00:00–00:59) to 167: the weekday of the business date and the hour of the local clock. Monday 01:30 of a bar that begins its
/// day at 04:00 is 145, the end of its Sunday, so that a week's hours lie on that week's days.
/// </param>
public readonly record struct BusinessMoment(DateTime Local, short UtcOffsetMinutes, DateOnly BusinessDate, short HourOfWeek);
