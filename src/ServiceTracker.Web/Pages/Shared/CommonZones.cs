namespace ServiceTracker.Web.Pages.Shared;

/// <summary>Time zones offered while typing; every other IANA zone may be typed too.</summary>
public static class CommonZones
{
    /// <summary>From west to east within a region.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "UTC",
        "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Zurich",
        "Europe/Berlin",
        "Europe/Madrid", "Europe/Rome", "Europe/Vienna", "Europe/Copenhagen", "Europe/Oslo", "Europe/Stockholm", "Europe/Prague",
        "Europe/Warsaw",
        "Europe/Budapest", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv", "Europe/Istanbul",
        "America/Los_Angeles", "America/Denver", "America/Phoenix", "America/Chicago", "America/New_York", "America/Halifax",
        "America/Toronto",
        "America/Vancouver", "America/Mexico_City", "America/Bogota", "America/Lima", "America/Santiago", "America/Sao_Paulo",
        "America/Argentina/Buenos_Aires",
        "Africa/Casablanca", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi",
        "Asia/Jerusalem", "Asia/Riyadh", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta",
        "Asia/Singapore",
        "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Manila", "Asia/Seoul", "Asia/Tokyo",
        "Australia/Perth", "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
    ];
}
