using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>What is to be otherwise in a stored interaction. What is absent stays.</summary>
public sealed record InteractionCorrection
{
    /// <summary>Longest reason, in UTF-16 characters.</summary>
    public const int MaxReason = 2000;

    /// <summary>The words of a state that somebody may give it.</summary>
    public static IReadOnlyList<string> States { get; } = ["counted", "excluded"];

    /// <summary>Why it is changed.</summary>
    [Required, MaxLength(MaxReason)]
    public string? Reason { get; init; }

    /// <summary>counted or excluded.</summary>
    [OneOf(typeof(InteractionCorrection), nameof(States))]
    public string? State { get; init; }

    /// <summary>duplicate, test or customer_conduct; needed with excluded, and with nothing else. customer_conduct by somebody who is not
    /// a manager, who recorded it or whom it is about only proposes.</summary>
    [OneOf(typeof(ExclusionGround))]
    public string? ExcludedAs { get; init; }

    /// <summary>Code of the site.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Site { get; init; }

    /// <summary>Code of the person who served; empty for nobody.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Staff { get; init; }

    /// <summary>Code of the team there; empty for none. Absent at another site: the person's usual one there.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Team { get; init; }

    /// <summary>Code of the channel. What customers may count on there alone has to be answered with it.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Channel { get; init; }

    /// <summary>RFC 3339, with an offset.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The answers that are to be otherwise; or "all_met".</summary>
    public ObservationAnswers? Observations { get; init; }

    /// <summary>served, referred, abandoned or customer_conduct.</summary>
    [OneOf(typeof(Outcome))]
    public string? Outcome { get; init; }

    /// <summary>The note of who logged it; empty takes it out.</summary>
    [MaxLength(InteractionEntry.MaxText)]
    public string? Note { get; init; }
}
