namespace ServiceTracker.Application.Flags.Coaching;

/// <summary>What was agreed in a conversation.</summary>
/// <param name="Step">What is to be done.</param>
/// <param name="Until">By when; null where nothing was said.</param>
public sealed record AgreedStepInput(string? Step = null, DateOnly? Until = null);
