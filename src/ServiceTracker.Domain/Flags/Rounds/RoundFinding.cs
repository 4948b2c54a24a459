namespace ServiceTracker.Domain.Flags.Rounds;

/// <summary>
/// What the round of a week, over that week and the seven before it, says of a person, a channel or a site as a whole: flags of people and
/// notes on the data are made of these. Kept is what tells something, and what came after it until it is over.
/// </summary>
public sealed class RoundFinding
{
    public int SiteId { get; init; }

    /// <summary>Monday of the last of the weeks.</summary>
    public DateOnly WeekStart { get; init; }

    /// <summary>A comparison, or a kind of note.</summary>
    public FlagKind Kind { get; init; }

    /// <summary>The person; 0 for nobody in particular.</summary>
    public int StaffId { get; init; }

    /// <summary>The channel; 0 for all of them.</summary>
    public int ChannelId { get; init; }

    /// <summary>Whether it tells something; else it says that this is within what is usual.</summary>
    public bool IsTold { get; set; }

    /// <summary>What it says, in plain words with the numbers.</summary>
    public string Sentence { get; set; } = "";

    /// <summary>The figures behind it; JSON of <see cref="FlagEvidence"/>.</summary>
    public string Evidence { get; set; } = "{}";

    /// <summary>The last day of the weeks.</summary>
    public DateOnly Sunday => WeekStart.AddDays(6);

    /// <summary>Whom or what it is about.</summary>
    public (FlagKind Kind, int StaffId, int ChannelId) About => (Kind, StaffId, ChannelId);
}
