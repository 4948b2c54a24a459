namespace ServiceTracker.Application.Flags.Coaching;

/// <summary>A conversation with a person about how they work.</summary>
/// <param name="Staff">Code of the person.</param>
/// <param name="Date">Business date on which it was.</param>
/// <param name="About">Ids of the flags about that person that it was about.</param>
/// <param name="Observed">What was seen.</param>
/// <param name="Agreed">What was agreed.</param>
/// <param name="PrivateNote">For managers alone: the person never sees it.</param>
public sealed record ConversationInput(
    string? Staff = null, DateOnly? Date = null, IReadOnlyList<Guid>? About = null, string? Observed = null,
    IReadOnlyList<AgreedStepInput>? Agreed = null, string? PrivateNote = null)
{
    /// <summary>Longest text, in UTF-16 characters.</summary>
    public const int MaxText = 4000;

    /// <summary>Most steps, and most flags.</summary>
    public const int Most = 20;
}
