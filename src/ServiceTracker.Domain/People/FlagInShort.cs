using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Domain.People;

/// <summary>What of an open flag about a person goes into one sentence.</summary>
/// <param name="Kind">A kind of flag, not of note.</param>
/// <param name="Basic">The basic that it names, as people call it; null for all of them.</param>
/// <param name="Channel">Name of the channel that shows it; null: all of them together.</param>
/// <param name="N">Interactions since the change.</param>
/// <param name="Observed">Share met in them, 0 to 1.</param>
/// <param name="Usual">Share that is usual, 0 to 1.</param>
/// <param name="Since">Where the change most likely began, and of a critical miss its day.</param>
/// <param name="IsSettled">Whether the kind is settled.</param>
public sealed record FlagInShort(
    FlagKind Kind, string? Basic, string? Channel, long N, double Observed, double Usual, DateOnly Since, bool IsSettled)
{
    /// <summary>Misses since then, and as many as are usual, not rounded.</summary>
    public (double Missed, double Usual) Misses => (N * (1 - Observed), N * (1 - Usual));
}
