namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>What is known of where a basic is met less often.</summary>
public enum BasicPlacesKind
{
    /// <summary>Too few interactions in all places but one to see a difference that matters.</summary>
    TooFew,

    /// <summary>One channel at one site has it: there is nothing to compare.</summary>
    OnlyPlace,

    /// <summary>No place differs, as far as these numbers can show.</summary>
    Alike,

    /// <summary>At least one place differs.</summary>
    Lower,
}
