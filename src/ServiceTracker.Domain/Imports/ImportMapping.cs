namespace ServiceTracker.Domain.Imports;

/// <summary>How another program's file is read, kept under a name.</summary>
public sealed class ImportMapping
{
    public required string Name { get; init; }

    /// <summary>What it says, as JSON.</summary>
    public string Says { get; set; } = "{}";

    /// <summary>Counts its changes, from 1.</summary>
    public int Version { get; set; } = 1;

    /// <summary>UTC.</summary>
    public DateTime ChangedAt { get; set; }
}
