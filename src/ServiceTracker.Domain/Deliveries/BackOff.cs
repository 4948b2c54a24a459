namespace ServiceTracker.Domain.Deliveries;

/// <summary>When something that was not taken is tried again: soon at first, then less and less often, and after two days no
/// more.</summary>
public static class BackOff
{
    /// <summary>So long after it was to be sent it is given up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    /// <summary>Attempts that fail after which somebody should look; the fourth comes some twenty minutes after the first.</summary>
    public const int WorthALook = 4;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3),
        TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>When the next attempt is, or null: it is given up.</summary>
    /// <param name="attempt">Attempts that failed, from 1.</param>
    /// <param name="since">UTC instant since which it is to be sent.</param>
    /// <param name="now">UTC instant of the failure.</param>
    public static DateTime? NextAfter(int attempt, DateTime since, DateTime now)
    {
        var last = since + Longest;
        if (now >= last) return null;
        var next = now + Pauses[Math.Clamp(attempt, 1, Pauses.Length) - 1];
        // A last one at the end, instead of none in the last hours.
        return next < last ? next : last;
    }
}
