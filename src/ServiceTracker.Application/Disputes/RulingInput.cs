using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Disputes;

/// <summary>How a dispute is decided.</summary>
/// <param name="Expectation">Code of the basic that was missed.</param>
/// <param name="Ruling">stands or excused.</param>
/// <param name="Cause">What got in the way: process, customer or outage where it is excused; any where it stands, and none need be
/// named.</param>
/// <param name="Reason">Why it is ruled so.</param>
public sealed record RulingInput(
    [property: Required] string? Expectation = null, [property: Required, OneOf(typeof(Ruling))] string? Ruling = null,
    [property: OneOf(typeof(Cause))] string? Cause = null,
    [property: Required, MaxLength(DisputeInput.MaxReason)] string? Reason = null);
