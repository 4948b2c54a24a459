using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>A case with all that was done about it.</summary>
/// <param name="Details">The case and what it is about.</param>
/// <param name="History">Every step, oldest first.</param>
public sealed record RecoveryStory(RecoveryDetails Details, IReadOnlyList<RecoveryEvent> History);
