namespace ServiceTracker.Domain.Interactions;

/// <summary>How a self-logged interaction was answered.</summary>
public enum CheckKind
{
    /// <summary>"All met", or what was missed is named.</summary>
    Quick,

    /// <summary>Every basic was answered one by one.</summary>
    Full,
}
