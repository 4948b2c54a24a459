namespace ServiceTracker.Domain.Interactions;

/// <summary>Why an interaction is in no figure.</summary>
public enum ExclusionGround
{
    /// <summary>It is stored twice.</summary>
    Duplicate,

    /// <summary>No customer was there.</summary>
    Test,

    /// <summary>What the customer did made service impossible. A proposal until a manager confirms it.</summary>
    CustomerConduct,
}
