namespace ServiceTracker.Application.Organisation;

/// <summary>A site as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Zone">IANA time zone, such as Europe/London.</param>
/// <param name="DayStart">Local time at which a business day begins, 00:00 where absent.</param>
/// <param name="IdleLock">Seconds without a touch after which a device of the counter asks for a PIN again, 90 where absent.</param>
/// <param name="FullCheckOneIn">One in how many of a person's own logs on a channel is drawn as a full check: 8 where absent, 1 is all, 0
/// none.</param>
public sealed record SiteInput(string? Name, string? Zone, TimeOnly? DayStart, int? IdleLock = null, int? FullCheckOneIn = null);
