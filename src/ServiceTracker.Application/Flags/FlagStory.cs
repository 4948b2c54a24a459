using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>A flag with all that was done about it.</summary>
/// <param name="Details">The flag and what it is about.</param>
/// <param name="History">Every step, oldest first.</param>
/// <param name="Linked">The flags of <see cref="FlagDetails.Linked"/>, in that order.</param>
public sealed record FlagStory(FlagDetails Details, IReadOnlyList<FlagEvent> History, IReadOnlyList<FlagDetails> Linked);
