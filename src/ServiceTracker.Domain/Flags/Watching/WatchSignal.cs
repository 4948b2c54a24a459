namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>What a detector told, as it is kept: flags are made of these.</summary>
public sealed class WatchSignal
{
    public int SiteId { get; init; }

    /// <summary>The person; 0 for the site and its channels, and for a critical miss of nobody in particular.</summary>
    public int StaffId { get; init; }

    /// <summary>The interaction that completed it.</summary>
    public Guid InteractionId { get; init; }

    /// <summary>Kind of the label, and the bit of a critical basic: an interaction completes one signal of a detector, and a critical miss
    /// for each basic.</summary>
    public short Slot { get; init; }

    /// <summary>The channel that it is about; 0: all of them together.</summary>
    public int ChannelId { get; set; }

    /// <summary>Business date of that interaction.</summary>
    public DateOnly Date { get; init; }

    /// <summary>Business date on which its label was settled; null before that.</summary>
    public DateOnly? SettledOn { get; set; }

    /// <summary>As it was raised; JSON of <see cref="ToldSignal"/>.</summary>
    public string Raised { get; set; } = "";

    /// <summary>As it was settled, likewise; null before that.</summary>
    public string? Settled { get; set; }

    /// <summary>The evidence of the flag that it raises; JSON of <see cref="FlagEvidence"/>.</summary>
    public string Evidence { get; set; } = "{}";
}
