namespace ServiceTracker.Application;

/// <summary>What follows from a trouble.</summary>
public static class StoreTroubles
{
    /// <summary>Whether the same attempt may succeed within seconds, without anybody's hand.</summary>
    public static bool MayPass(this StoreTrouble trouble) => trouble is StoreTrouble.Busy or StoreTrouble.Away;

    /// <summary>Whether the store is the reason: whoever asked has to come back, and is not at fault.</summary>
    public static bool IsOfStore(this StoreTrouble trouble) => trouble is not (StoreTrouble.None or StoreTrouble.Refused);

    /// <summary>The stable code by which programs know it.</summary>
    public static string Code(this StoreTrouble trouble) => trouble switch
    {
        StoreTrouble.DiskFull => "disk_full",
        StoreTrouble.ReadOnly => "read_only",
        StoreTrouble.Damaged => "damaged",
        _ => "unavailable",
    };

    /// <summary>In a sentence for whoever waits for it.</summary>
    public static string Sentence(this StoreTrouble trouble) => trouble switch
    {
        StoreTrouble.DiskFull => "The disk of the database is full.",
        StoreTrouble.ReadOnly => "The database cannot be written.",
        StoreTrouble.Failing => "The database fails.",
        StoreTrouble.Damaged => "The database is damaged and takes nothing in until it has been checked.",
        _ => "The database cannot be reached or has too much to do.",
    };
}
