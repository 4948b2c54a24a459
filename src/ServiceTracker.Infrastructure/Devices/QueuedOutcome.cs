using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>What became of an entry that a device sent.</summary>
/// <param name="Id">The entry's.</param>
/// <param name="Outcome">stored, replayed, unclaimed, refused, or later, where it is to be sent again.</param>
/// <param name="Errors">What is wrong with it, where it is refused.</param>
public sealed record QueuedOutcome(Guid? Id, string Outcome, IReadOnlyList<FieldError>? Errors = null)
{
    internal const string Stored = "stored", Replayed = "replayed", Unclaimed = "unclaimed", Refused = "refused", Later = "later";

    /// <summary>One that is refused.</summary>
    public static QueuedOutcome Refusing(Guid? id, IReadOnlyList<FieldError> errors) => new(id, Refused, errors);
}
