namespace ServiceTracker.Application;

/// <summary>What is the matter with the store when something could not be read or kept. Which error of which driver is which stands in the
/// store's classification alone.</summary>
public enum StoreTrouble
{
    /// <summary>It is not the store's fault.</summary>
    None,

    /// <summary>Somebody else was writing all the while: surely nothing happened, and the same attempt may succeed a little
    /// later.</summary>
    Busy,

    /// <summary>It could not be reached, or its answer was lost, which leaves open what happened: the same attempt may succeed a little
    /// later.</summary>
    Away,

    /// <summary>The server of a spread store on which the site lies does not answer; all others do. Like <see cref="Away"/>, for this site
    /// alone.</summary>
    PartAway,

    /// <summary>It will not keep this row, whatever the hour: it breaks a rule of the table or holds what cannot be kept.</summary>
    Refused,

    /// <summary>The disk is full. Somebody has to make room.</summary>
    DiskFull,

    /// <summary>It may be read and not written. Somebody has to give the right.</summary>
    ReadOnly,

    /// <summary>It answers with a failure of its own: the disk, its files, its schema. Somebody has to look.</summary>
    Failing,

    /// <summary>Its file is damaged: nothing is written any more until it is checked.</summary>
    Damaged,
}
