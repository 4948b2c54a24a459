using System.Globalization;

namespace ServiceTracker.Domain.Devices;

/// <summary>A tablet, phone or PC that stands at one site and on which its people log by their PIN.</summary>
public sealed class Device
{
    public required Guid Id { get; init; }

    /// <summary>The site it stands at.</summary>
    public required int SiteId { get; init; }

    /// <summary>Shown to people, such as "Front desk".</summary>
    public required string Name { get; set; }

    /// <summary>Code of the channel its form begins with, where one was named.</summary>
    public string? Channel { get; set; }

    /// <summary>Code of the reason its form begins with, where one was named.</summary>
    public string? Reason { get; set; }

    /// <summary>UTC instant of the registration.</summary>
    public required DateTime RegisteredAt { get; init; }

    /// <summary>SHA-256 of the pairing code, until it is used.</summary>
    public byte[]? PairingHash { get; set; }

    /// <summary>UTC instant after which the pairing code is worth nothing.</summary>
    public DateTime? PairingEndsAt { get; set; }

    /// <summary>SHA-256 of the secret in the device's cookie, once it is paired.</summary>
    public byte[]? SecretHash { get; set; }

    /// <summary>UTC instant of the pairing.</summary>
    public DateTime? PairedAt { get; set; }

    /// <summary>UTC instant of its latest request, to about a minute.</summary>
    public DateTime? LastSeenAt { get; set; }

    /// <summary>UTC instant since which it is not let in.</summary>
    public DateTime? RevokedAt { get; set; }

    /// <summary>Entries that wait on it to be sent, as it said last.</summary>
    public int WaitingEntries { get; set; }

    /// <summary>The program's version that its page came from, as it said last.</summary>
    public string? Version { get; set; }

    /// <summary>Its clock less the server's in seconds, as it said last.</summary>
    public int? ClockDifference { get; set; }

    /// <summary>The key to which the device encrypts a PIN that is entered without the network: SubjectPublicKeyInfo of RSA.</summary>
    public byte[]? ProofKey { get; set; }

    /// <summary>The other half of <see cref="ProofKey"/>, encrypted with a key that does not stand in this table.</summary>
    public string? SealedProofKey { get; set; }

    private const string ActorPrefix = "device:";

    /// <summary>The id by which the audit record and entries know the device itself.</summary>
    public string ActorId => $"{ActorPrefix}{Id:N}";

    /// <summary>The same of a person who is at it by their PIN.</summary>
    public string ActorIdOf(int staffId) => string.Create(CultureInfo.InvariantCulture, $"{ActorId}/{staffId}");

    /// <summary>Whether an id is that of a device, or of somebody at one.</summary>
    public static bool IsActorId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith(ActorPrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether an id is that of a person at whatever device.</summary>
    public static bool IsActorIdOf(string id, int staffId) =>
        IsActorId(id) && id.EndsWith(string.Create(CultureInfo.InvariantCulture, $"/{staffId}"), StringComparison.Ordinal);
}
