namespace ServiceTracker.Application.Deliveries;

/// <summary>What became of an attempt.</summary>
/// <param name="Outcome">Whether it was taken.</param>
/// <param name="Words">What the other side said, or why nothing was sent; for people.</param>
public sealed record DeliveryAnswer(DeliveryOutcome Outcome, string Words)
{
    // Kept of each attempt at most.
    private const int MostText = 500;

    /// <summary>It was taken.</summary>
    public static DeliveryAnswer Taken(string words) => new(DeliveryOutcome.Taken, Shown(words));

    /// <summary>Not now: it is tried again.</summary>
    public static DeliveryAnswer Later(string words) => new(DeliveryOutcome.Later, Shown(words));

    /// <summary>Never, unless somebody changes something.</summary>
    public static DeliveryAnswer Refused(string words) => new(DeliveryOutcome.Refused, Shown(words));

    // What comes from outside is one line of text.
    private static string Shown(string words)
    {
        var line = string.Concat(words.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return line.Length <= MostText ? line : line[..MostText] + "…";
    }
}
