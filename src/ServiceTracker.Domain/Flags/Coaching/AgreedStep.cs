namespace ServiceTracker.Domain.Flags.Coaching;

/// <summary>What was agreed in a conversation.</summary>
public sealed class AgreedStep
{
    public required string Step { get; init; }

    /// <summary>By when; null where nothing was said.</summary>
    public DateOnly? Until { get; init; }
}
