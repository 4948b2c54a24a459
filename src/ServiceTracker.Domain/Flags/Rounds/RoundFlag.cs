namespace ServiceTracker.Domain.Flags.Rounds;

/// <summary>A flag, or a note on the data, as rounds make it.</summary>
/// <param name="Raised">The finding that raised it.</param>
/// <param name="ToldOn">Sundays of the rounds that told it, the first included, oldest first.</param>
/// <param name="Over">What says that it is over; null while nothing does.</param>
public sealed record RoundFlag(RoundFinding Raised, IReadOnlyList<DateOnly> ToldOn, FlagConfirmation? Over);
