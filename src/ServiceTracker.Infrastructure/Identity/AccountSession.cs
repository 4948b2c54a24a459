namespace ServiceTracker.Infrastructure.Identity;

/// <summary>One sign-in of a person on one device. A cookie is worth something only while its session is stored.</summary>
public sealed class AccountSession
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>UTC instant of the sign-in.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>UTC instant after which it is over, however much it is used.</summary>
    public DateTime EndsAt { get; init; }

    /// <summary>Network address it was started from, where known.</summary>
    public string? Origin { get; init; }
}
