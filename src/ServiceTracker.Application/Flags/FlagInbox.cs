namespace ServiceTracker.Application.Flags;

/// <summary>What needs somebody.</summary>
/// <param name="Flags">The most urgent first.</param>
/// <param name="HasMore">There are more than are listed.</param>
/// <param name="Notes">Notes on the data that nobody has seen, for those who see notes.</param>
public sealed record FlagInbox(IReadOnlyList<InboxFlag> Flags, bool HasMore, IReadOnlyList<FlagDetails> Notes);
