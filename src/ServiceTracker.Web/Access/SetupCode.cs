using System.Security.Cryptography;
using System.Text;

namespace ServiceTracker.Web.Access;

/// <summary>
/// The one-time code of the first start. Only who can read this program's own log can make the first administrator.
/// It lives as long as the process; every start prints a new one until an account exists.
/// </summary>
public sealed class SetupCode
{
    // No letters or digits that are easily taken for one another.
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    /// <summary>The code, such as K7QP-3MXN-V2TD.</summary>
    public string Value { get; } = string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    /// <summary>Compares in constant time; blanks and case do not matter.</summary>
    public bool Matches(string? entered) => CryptographicOperations.FixedTimeEquals(Bytes(Value), Bytes(entered));

    private static byte[] Bytes(string? text) =>
        SHA256.HashData(Encoding.UTF8.GetBytes((text ?? "").Replace(" ", "", StringComparison.Ordinal).Trim().ToUpperInvariant()));
}
