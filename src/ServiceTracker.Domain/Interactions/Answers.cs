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

/// <summary>How a self-logged interaction was answered.</summary>
public enum CheckKind
{
    /// <summary>"All met", or what was missed is named.</summary>
    Quick,

    /// <summary>Every basic was answered one by one.</summary>
    Full,
}

/// <summary>How the contact ended. A need that could not be met here but was pointed to someone who can help is <see cref="Referred"/>: a success, not a miss.</summary>
public enum Outcome
{
    Served,
    Referred,
    Abandoned,
    CustomerConduct,
}

/// <summary>Whether an interaction enters the figures.</summary>
public enum InteractionState
{
    Counted,
    Excluded,

    /// <summary>Other evidence on the same contact counts; this one is part of it and in no figure by itself.</summary>
    SameContact,
}

/// <summary>What got in the way of a basic that was missed. Only a ruling moves a miss out of a personal figure.</summary>
public enum Cause
{
    Person,
    Process,
    Customer,
    Outage,
    Unknown,
}

/// <summary>A moment beyond the basics. Counts only where the basics were all met, and never in the basics score.</summary>
public enum StandOutKind
{
    Anticipated,
    Personal,
    UnexpectedExtra,
    Proactive,
    OwnedMistake,
}

/// <summary>The result of one expectation in one interaction, as reports write it.</summary>
public enum ObservationResult
{
    Missed,
    Met,
    Na,

    /// <summary>Disputed: out of the person's figures until ruled on, still a miss for the process.</summary>
    Held,

    /// <summary>Ruled not the person's doing: out of the person's figures, a miss for the process.</summary>
    Excused,
}
