namespace ServiceTracker.Domain.Interactions;

/// <summary>What happened to an interaction, as whoever follows all changes is told. The values are stored.</summary>
public enum ChangeKind : byte
{
    Created = 0,
    Corrected = 1,
    Excluded = 2,
    Restored = 3,
    Disputed = 4,
    Ruled = 5,
    Undone = 6,
}
