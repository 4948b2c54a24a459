namespace ServiceTracker.Domain.Devices;

/// <summary>What was found of a proof that a PIN was entered without the network: it is looked at once, however many entries carry
/// it, and a wrong one is one wrong try.</summary>
public sealed class DeviceProof
{
    /// <summary>How long it is worth anything. Whoever is without the network for longer has to be asked again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);

    public required Guid DeviceId { get; init; }

    /// <summary>SHA-256 of the proof as it was sent.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>Whose PIN it proves; null where it proves nobody's.</summary>
    public int? StaffId { get; init; }

    /// <summary>UTC instant at which it was looked at.</summary>
    public required DateTime JudgedAt { get; init; }
}
