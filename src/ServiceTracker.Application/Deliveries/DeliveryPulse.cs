namespace ServiceTracker.Application.Deliveries;

/// <summary>When this server looked last for what is to be delivered, so that one that no longer does is noticed.</summary>
public sealed class DeliveryPulse(TimeProvider clock)
{
    /// <summary>Longer than the pause between two turns and any attempt together.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(50);

    // Ticks of UTC; the start of the program counts as a look.
    private long last = clock.GetUtcNow().UtcTicks;

    /// <summary>Since when nobody has looked, or null while somebody does.</summary>
    public DateTimeOffset? StoppedSince
    {
        get
        {
            var at = new DateTimeOffset(Interlocked.Read(ref last), TimeSpan.Zero);
            return clock.GetUtcNow() - at > Longest ? at : null;
        }
    }

    /// <summary>Says that this server is at it.</summary>
    public void Beat() => Interlocked.Exchange(ref last, clock.GetUtcNow().UtcTicks);
}
