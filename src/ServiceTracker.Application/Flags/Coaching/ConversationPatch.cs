namespace ServiceTracker.Application.Flags.Coaching;

/// <summary>What is to be different in a conversation; what is absent stays.</summary>
/// <param name="Date">Business date on which it was.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="Agreed">What was agreed, all of it.</param>
/// <param name="PrivateNote">For managers alone; empty for none.</param>
public sealed record ConversationPatch(
    DateOnly? Date = null, string? Observed = null, IReadOnlyList<AgreedStepInput>? Agreed = null, string? PrivateNote = null);
