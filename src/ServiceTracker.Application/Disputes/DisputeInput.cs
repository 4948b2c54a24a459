using System.ComponentModel.DataAnnotations;

namespace ServiceTracker.Application.Disputes;

/// <summary>That a missed basic is held not to be the person's.</summary>
/// <param name="Expectation">Code of the basic that was missed.</param>
/// <param name="Reason">Why it is not theirs, or not fair.</param>
public sealed record DisputeInput(
    [property: Required] string? Expectation = null,
    [property: Required, MaxLength(DisputeInput.MaxReason)] string? Reason = null)
{
    /// <summary>Longest reason, in UTF-16 characters.</summary>
    public const int MaxReason = 2000;
}
