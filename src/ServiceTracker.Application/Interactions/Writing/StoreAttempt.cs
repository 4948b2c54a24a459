namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>What became of an attempt to store interactions none of which was expected to be there.</summary>
public enum StoreAttempt
{
    /// <summary>All are stored, durably.</summary>
    Stored,

    /// <summary>Nothing is stored: an id or external id is taken.</summary>
    KeyTaken,

    /// <summary>Nothing is stored: master data changed since the interactions were scored.</summary>
    MasterDataChanged,
}
