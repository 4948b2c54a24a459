namespace ServiceTracker.Domain.Devices;

/// <summary>The PIN of a staff member, which nobody can read.</summary>
public sealed class StaffPin
{
    /// <summary>Fewest and most digits.</summary>
    public const int MinDigits = 4, MaxDigits = 6;

    public required int StaffId { get; init; }

    /// <summary>Its slow hash, encrypted with a key that does not stand in this table.</summary>
    public required string SealedHash { get; set; }

    /// <summary>UTC instant at which it was set.</summary>
    public required DateTime SetAt { get; set; }

    /// <summary>Whether a text can be a PIN: 4 to 6 digits from 0 to 9.</summary>
    public static bool IsPin(string? text) =>
        text is { Length: >= MinDigits and <= MaxDigits } && text.All(char.IsAsciiDigit);
}
