namespace ServiceTracker.Domain.Devices;

/// <summary>An entry of a device that is not an interaction until a manager says whose it is. It is kept after that, as what became of
/// it.</summary>
public sealed class UnclaimedEntry
{
    /// <summary>The entry's own id, which the interaction has as well.</summary>
    public required Guid Id { get; init; }

    public required Guid DeviceId { get; init; }

    /// <summary>The site of the device.</summary>
    public required int SiteId { get; init; }

    /// <summary>Whose it was said to be, by their code.</summary>
    public required string Staff { get; init; }

    public required UnclaimedGround Ground { get; init; }

    /// <summary>UTC instant at which it occurred, by the server's clock.</summary>
    public required DateTime OccurredAt { get; init; }

    /// <summary>UTC instant at which it came in.</summary>
    public required DateTime ArrivedAt { get; init; }

    /// <summary>What was entered, as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>UTC instant at which a manager gave it to somebody or discarded it.</summary>
    public DateTime? SettledAt { get; set; }

    /// <summary>To whom it was given, or is being given; null where it was discarded.</summary>
    public int? AssignedTo { get; set; }
}
