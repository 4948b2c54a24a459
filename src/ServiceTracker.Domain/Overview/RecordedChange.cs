namespace ServiceTracker.Domain.Overview;

/// <summary>
/// Something of which people recorded that it is done another way from a day on: it may come before a change, and is not called its cause.
/// </summary>
/// <param name="Date">Business date from which it holds.</param>
/// <param name="What">In a few words.</param>
/// <param name="Channel">The only channel it is about; null: all.</param>
/// <param name="Basics">Codes of the basics it is about; null: all.</param>
public sealed record RecordedChange(DateOnly Date, string What, string? Channel = null, IReadOnlyList<string>? Basics = null)
{
    /// <summary>Days within which something that begins is told to come after it.</summary>
    public const int DaysAfter = 28;

    /// <summary>Whether a concern began soon after it, about the same.</summary>
    public bool ComesBefore(Concern concern) => concern.Since is { } since
        // Weeks are as fine as what began is known: the change may have come within the first of them.
        && Date < since.AddDays(7) && since.DayNumber - Date.DayNumber <= DaysAfter
        && (Channel is null || concern.Channel is null || Channel == concern.Channel)
        && (Basics is null || concern.Basic is null || Basics.Contains(concern.Basic, StringComparer.Ordinal));
}
