namespace ServiceTracker.Web.Kiosk;

/// <summary>All that the form of a device needs while the server cannot be asked.</summary>
/// <param name="Version">The program's.</param>
/// <param name="Now">The server's time, in milliseconds since 1970.</param>
/// <param name="Device">The device.</param>
/// <param name="Site">Where it stands.</param>
/// <param name="ProofKey">To which PINs are encrypted: SubjectPublicKeyInfo in Base64.</param>
/// <param name="People">Who may come in, by name.</param>
/// <param name="Reasons">In the order of their tiles.</param>
/// <param name="Hindrances">What may get in the way, and the cause that each stands for.</param>
/// <param name="Baselines">What is asked, from which business date on; the one in force, and those announced.</param>
/// <param name="Tickets">Full checks drawn ahead.</param>
public sealed record KioskSheet(
    string? Version, long Now, KioskSheet.Itself Device, KioskSheet.Place Site, string ProofKey, IReadOnlyList<KioskSheet.Named> People,
    IReadOnlyList<KioskSheet.Tile> Reasons, IReadOnlyList<KioskSheet.Hindrance> Hindrances, IReadOnlyList<KioskSheet.Term> Baselines,
    IReadOnlyList<string> Tickets)
{
    /// <summary>The device, with what its form begins with.</summary>
    public sealed record Itself(string Id, string Name, string? Channel, string? Reason);

    /// <summary>The site; its business day starts so many minutes after midnight, and an untouched device locks after so many
    /// seconds.</summary>
    public sealed record Place(string Code, string Name, string Zone, int DayStart, int IdleLock);

    /// <summary>A person.</summary>
    public sealed record Named(string Code, string Name);

    /// <summary>A reason with the path of its picture.</summary>
    public sealed record Tile(string Code, string Name, string Picture);

    /// <summary>What got in the way.</summary>
    public sealed record Hindrance(string Key, string Text, string Cause);

    /// <summary>The basics from a business date on.</summary>
    public sealed record Term(int Number, DateOnly From, IReadOnlyList<Asked> Channels);

    /// <summary>What is asked on a channel, and what the button for all of it says.</summary>
    public sealed record Asked(string Code, string Name, string What, string WasMet, IReadOnlyList<Basic> Basics);

    /// <summary>A basic; with a unit where it is measured.</summary>
    public sealed record Basic(string Code, string Text, bool Critical, bool IsMeasure, string? Unit);
}
