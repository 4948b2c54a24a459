namespace ServiceTracker.Domain.Interactions;

/// <summary>A moment beyond the basics. Counts only where the basics were all met, and never in the basics score.</summary>
public enum StandOutKind
{
    Anticipated,
    Personal,
    UnexpectedExtra,
    Proactive,
    OwnedMistake,
}
