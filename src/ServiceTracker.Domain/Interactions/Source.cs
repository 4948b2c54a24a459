namespace ServiceTracker.Domain.Interactions;

/// <summary>Who gave the evidence.</summary>
public enum Source
{
    /// <summary>The person's own log.</summary>
    Self,

    /// <summary>A manager sat beside.</summary>
    Observer,

    MysteryShop,

    /// <summary>A survey.</summary>
    Customer,

    /// <summary>A till or phone system.</summary>
    System,
}
