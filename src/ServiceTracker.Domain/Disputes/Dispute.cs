using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Disputes;

/// <summary>That a person holds one missed basic of one interaction not to be theirs, and what a manager ruled. Of each miss one at
/// most.</summary>
public sealed class Dispute
{
    private const double HoursOfADay = 24;

    public int SiteId { get; init; }

    /// <summary>Version 7.</summary>
    public Guid Id { get; init; }

    public Guid InteractionId { get; init; }

    /// <summary>Code of the missed basic.</summary>
    public required string Expectation { get; init; }

    /// <summary>Why, in the words of whoever disputes.</summary>
    public required string Reason { get; init; }

    /// <summary>UTC instant.</summary>
    public DateTime At { get; init; }

    /// <summary>Who disputes: <c>user:</c> or <c>token:</c> and its id.</summary>
    public required string By { get; init; }

    /// <summary>Their name then.</summary>
    public required string ByName { get; init; }

    /// <summary>An administrator disputes for the person.</summary>
    public bool OnBehalf { get; init; }

    public DisputeStatus Status { get; private set; }

    /// <summary>What got in the way, as it was ruled.</summary>
    public Cause? Cause { get; private set; }

    /// <summary>Why it was ruled so.</summary>
    public string? RulingReason { get; private set; }

    /// <summary>UTC instant at which it ended.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>Who ruled.</summary>
    public string? RuledBy { get; private set; }

    /// <summary>Their name then.</summary>
    public string? RuledByName { get; private set; }

    /// <summary>How long it was open, or has been so far, in days.</summary>
    /// <param name="utcNow">The present instant, UTC.</param>
    public double DaysOpen(DateTime utcNow) => ((EndedAt ?? utcNow) - At).TotalHours / HoursOfADay;

    /// <summary>Decides an open dispute.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public void Rule(Ruling ruling, Cause? cause, string reason, DateTime utcNow, string by, string byName)
    {
        End(ruling.Status(), utcNow);
        (Cause, RulingReason, RuledBy, RuledByName) = (cause, reason, by, byName);
    }

    /// <summary>Ends an open dispute whose miss is gone, or another person's.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public void Overtake(DateTime utcNow) => End(DisputeStatus.Overtaken, utcNow);

    /// <summary>The same where the interaction is another site's from now on.</summary>
    public Dispute MovedTo(int siteId) => new()
    {
        SiteId = siteId,
        Id = Id,
        InteractionId = InteractionId,
        Expectation = Expectation,
        Reason = Reason,
        At = At,
        By = By,
        ByName = ByName,
        OnBehalf = OnBehalf,
        Status = Status,
        Cause = Cause,
        RulingReason = RulingReason,
        EndedAt = EndedAt,
        RuledBy = RuledBy,
        RuledByName = RuledByName,
    };

    private void End(DisputeStatus status, DateTime utcNow)
    {
        if (Status != DisputeStatus.Open) throw new InvalidOperationException($"The dispute is {Status}.");
        (Status, EndedAt) = (status, utcNow);
    }
}
