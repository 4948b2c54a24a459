using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags;

/// <summary>
/// A piece of work: something about a person, a channel or a site that is no longer as usual, or (a note) about the data. What it says
/// comes from the detectors and follows the interactions: whoever runs them again over the same interactions gets the same. What is done
/// about it comes from people, and no later interaction changes that.
/// </summary>
public sealed class Flag
{
    public int SiteId { get; init; }

    public Guid Id { get; init; }

    public FlagKind Kind { get; set; }

    /// <summary>Whom it is about; null for a channel, or for the site as a whole.</summary>
    public int? StaffId { get; init; }

    /// <summary>The channel that shows it; null: it shows on all of them together.</summary>
    public int? ChannelId { get; set; }

    /// <summary>Code of the basic that it names, for <see cref="FlagKind.Basic"/> and <see cref="FlagKind.Critical"/>.</summary>
    public string? Expectation { get; set; }

    /// <summary>UTC instant of the interaction that completed it, also for imported history; of a comparison or a note the end of the last
    /// week that it is about.</summary>
    public DateTime DetectedAt { get; set; }

    /// <summary>That interaction; null where none did, such as in a comparison.</summary>
    public Guid? DetectedBy { get; set; }

    /// <summary>Business date of that interaction, or that week's Sunday.</summary>
    public DateOnly DetectedOn { get; set; }

    /// <summary>Where the change most likely began.</summary>
    public DateOnly Since { get; set; }

    /// <summary>Whether the label is settled; before that it is provisional.</summary>
    public bool IsSettled { get; set; }

    /// <summary>What it says, in plain words with the numbers.</summary>
    public string Sentence { get; set; } = "";

    /// <summary>The figures by which it was raised, as they were then; JSON of <see cref="FlagEvidence"/>.</summary>
    public string Evidence { get; set; } = "{}";

    /// <summary>Business date of the latest signal that says the same.</summary>
    public DateOnly LastSignalOn { get; set; }

    /// <summary>Signals that joined it: how often it was told again.</summary>
    public int Joined { get; set; }

    /// <summary>False when running the detectors again no longer gives it: an entry came late, or was corrected.</summary>
    public bool Supported { get; set; } = true;

    /// <summary>The flag of the channel or the site that says what this one says: then nobody has to do anything about this one.</summary>
    public Guid? PartOf { get; set; }

    public FlagStatus Status { get; set; }

    public FlagFinding? Finding { get; set; }

    /// <summary>Whose work it is: the e-mail address of an account.</summary>
    public string? Owner { get; set; }

    /// <summary>When to look again whether it helped; a business date.</summary>
    public DateOnly? LookAgainOn { get; set; }

    /// <summary>UTC instant of storing.</summary>
    public DateTime OpenedAt { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>Business date of the closing.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Counts changes; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>A note on the data: nobody is to be talked to, and it is only to be seen.</summary>
    public bool IsNote => Kind is FlagKind.ChannelGap or FlagKind.EvidenceGap or FlagKind.LoggingGap;

    /// <summary>Somebody still has to do something about it.</summary>
    public bool IsOpen => Status != FlagStatus.Closed && PartOf is null && Supported;

    /// <summary>It is eight weeks old and was told again within the last eight: the program proposes to mark it as how it is now, and never
    /// does so by itself.</summary>
    /// <param name="today">The business date.</param>
    public bool IsLastingOn(DateOnly today) => IsOpen && !IsNote && Kind is not (FlagKind.Critical or FlagKind.Comparison)
        && Joined > 0 && UnitFlag.Lasts(DetectedOn, LastSignalOn, today);
}
