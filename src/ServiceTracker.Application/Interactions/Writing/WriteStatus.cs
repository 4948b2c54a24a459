namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>What became of one interaction handed to the store.</summary>
public enum WriteStatus
{
    /// <summary>It is new and stored.</summary>
    Stored,

    /// <summary>It was there already, with the same content.</summary>
    Same,

    /// <summary>Its id or external id was there already, with other content.</summary>
    Conflict,

    /// <summary>Not stored: another entry answered the number that its ticket is for.</summary>
    TicketUsed,

    /// <summary>Not stored: master data changed since it was scored, so it is to be scored again.</summary>
    MasterDataChanged,

    /// <summary>
    /// The store is away, full or has too much to do. After a lost connection it may be stored nevertheless: the same id tells on the next
    /// attempt.
    /// </summary>
    Unavailable,

    /// <summary>Not stored, and never will be: the store refuses this row.</summary>
    Refused,
}
