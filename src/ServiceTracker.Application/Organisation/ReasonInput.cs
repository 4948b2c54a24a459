using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>A reason as it is saved.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Icon">Picture on the log page's tile.</param>
/// <param name="Complaint">Whether each interaction with it opens a case; left out, it stays as it is, and is false for a new one.</param>
public sealed record ReasonInput(
    string? Name, [property: OneOf(typeof(Reason), nameof(Reason.Icons))] string? Icon, bool? Complaint = null);
