namespace ServiceTracker.Domain.Interactions;

/// <summary>How the contact ended. A need that could not be met here but was pointed to someone who can help is <see cref="Referred"/>: a
/// success, not a miss.</summary>
public enum Outcome
{
    Served,
    Referred,
    Abandoned,
    CustomerConduct,
}
