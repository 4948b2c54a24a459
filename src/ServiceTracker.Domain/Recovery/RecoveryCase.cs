using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Recovery;

/// <summary>The work to turn one customer's bad experience round.</summary>
public sealed class RecoveryCase
{
    /// <summary>Business days after the complaint by which the customer is to be answered.</summary>
    public const int DaysToReply = 1;

    /// <summary>Days after a step until somebody is to take the next one, where no day was named.</summary>
    public const int DaysToNextStep = 2;

    /// <summary>Days after the closing within which a visit of the same customer says that they came back.</summary>
    public const int DaysToComeBack = 60;

    /// <summary>An interaction opens a case by itself when it is at most so many days old: of older ones, such as those of an imported
    /// history, nobody waits for an answer any more.</summary>
    public const int DaysOfNews = 7;

    /// <summary>The highest mark of a customer that opens a case.</summary>
    public const short HighestBadRating = 2;

    public int SiteId { get; init; }

    public Guid Id { get; init; }

    /// <summary>The interaction that it is about; null where none was logged, or it was undone.</summary>
    public Guid? InteractionId { get; set; }

    public int ChannelId { get; init; }

    /// <summary>Who served the customer, where that is known.</summary>
    public int? StaffId { get; set; }

    /// <summary>The customer's reference, where there is one.</summary>
    public string? Customer { get; set; }

    /// <summary>What the customer came about; null for a mark that was given without a reason.</summary>
    public int? ReasonId { get; init; }

    public RecoveryGround Ground { get; init; }

    /// <summary>UTC instant from which the customer waits: that of the interaction, or of opening.</summary>
    public DateTime Since { get; init; }

    /// <summary>Business date of that instant.</summary>
    public DateOnly SinceOn { get; init; }

    /// <summary>UTC instant of storing.</summary>
    public DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }
    public required string OpenedByName { get; init; }

    public RecoveryStatus Status { get; set; }

    /// <summary>What got in the way.</summary>
    public Cause? Cause { get; set; }

    /// <summary>What the customer was told, the latest of it.</summary>
    public string? Words { get; set; }

    /// <summary>What is being done about it, the latest of it.</summary>
    public string? Steps { get; set; }

    /// <summary>Whose work it is: id of an account or a token, as in <see cref="Interaction.RecordedBy"/>.</summary>
    public string? Owner { get; set; }

    public string? OwnerName { get; set; }

    /// <summary>Business date by which the next step is to be taken; null once closed.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>UTC instant of the first words told.</summary>
    public DateTime? RepliedAt { get; set; }

    public RecoveryOutcome? Outcome { get; set; }

    /// <summary>UTC instant.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>Business date of the closing.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Counts changes; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Its day has passed, and nobody took the next step.</summary>
    /// <param name="today">The present business date of its site.</param>
    public bool IsOverdueOn(DateOnly today) => Status != RecoveryStatus.Closed && DueOn < today;

    /// <summary>What was not said yet and must be before it can close; how it ended is said with the closing.</summary>
    public IReadOnlyList<RecoveryNeed> MissingToClose => Status == RecoveryStatus.Closed ? [] :
        [.. new RecoveryTransition { To = RecoveryStatus.Closed }.Missing(this).Where(n => n != RecoveryNeed.Outcome)];

    /// <summary>The same case at another site, where its interaction went.</summary>
    public RecoveryCase MovedTo(int siteId) => new()
    {
        SiteId = siteId,
        Id = Id,
        InteractionId = InteractionId,
        ChannelId = ChannelId,
        StaffId = StaffId,
        Customer = Customer,
        ReasonId = ReasonId,
        Ground = Ground,
        Since = Since,
        SinceOn = SinceOn,
        OpenedAt = OpenedAt,
        OpenedBy = OpenedBy,
        OpenedByName = OpenedByName,
        Status = Status,
        Cause = Cause,
        Words = Words,
        Steps = Steps,
        Owner = Owner,
        OwnerName = OwnerName,
        DueOn = DueOn,
        RepliedAt = RepliedAt,
        Outcome = Outcome,
        ClosedAt = ClosedAt,
        ClosedOn = ClosedOn,
        Version = Version,
    };

    /// <summary>Whether a cause was said; that it is not known is none.</summary>
    public static bool IsKnown(Cause? cause) => cause is not (null or Interactions.Cause.Unknown);
}
