using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What is to become of a stored interaction, and what the audit record keeps of it.</summary>
/// <param name="Action">What was done, such as <c>interaction.undone</c>.</param>
/// <param name="Was">What the audit record keeps of the interaction as it was.</param>
public sealed record IntendedChange(string Action, object? Was)
{
    /// <summary>The interaction as it is to be, with all that stands beside it; null removes it. Its version is raised when it is
    /// stored.</summary>
    public InteractionRecord? After { get; init; }

    /// <summary>What the audit record keeps of the interaction as it is to be.</summary>
    public object? Is { get; init; }

    /// <summary>What those who follow all changes are told.</summary>
    public ChangeKind Kind => After is null ? ChangeKind.Undone : Revision?.Kind switch
    {
        RevisionKind.Excluded => ChangeKind.Excluded,
        RevisionKind.Restored => ChangeKind.Restored,
        RevisionKind.Disputed => ChangeKind.Disputed,
        RevisionKind.Ruled => ChangeKind.Ruled,
        _ => ChangeKind.Corrected,
    };

    /// <summary>What the interaction's own history keeps of it; null keeps nothing there.</summary>
    public (RevisionKind Kind, string Reason)? Revision { get; init; }
}
