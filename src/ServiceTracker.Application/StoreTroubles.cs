namespace ServiceTracker.Application;

/// <summary>What follows from a trouble.</summary>
public static class StoreTroubles
{
    /// <summary>Whether the same attempt may succeed within seconds, without anybody's hand.</summary>
    public static bool MayPass(this StoreTrouble trouble) => trouble is StoreTrouble.Busy or StoreTrouble.Away or StoreTrouble.PartAway;

    /// <summary>Whether the store is the reason: whoever asked has to come back, and is not at fault.</summary>
    public static bool IsOfStore(this StoreTrouble trouble) => trouble is not (StoreTrouble.None or StoreTrouble.Refused);

    /// <summary>The stable code by which programs know it.</summary>
    public static string Code(this StoreTrouble trouble) => trouble switch
    {
        StoreTrouble.DiskFull => "disk_full",
        StoreTrouble.ReadOnly => "read_only",
        StoreTrouble.Damaged => "damaged",
        StoreTrouble.PartAway => "part_away",
        _ => "unavailable",
    };

    /// <summary>What that means for whoever reads a page meanwhile, and what to do.</summary>
    public static string WhatToDo(this StoreTrouble trouble) => trouble == StoreTrouble.ReadOnly
        ? "Everything can be looked at; nothing can be entered or changed, and nobody can sign in anew. " +
            "Whoever looks after the server: give this program the right to write the database and its folder. " +
            "It notices by itself within seconds."
        : "What you enter now may not be kept. Tell whoever looks after the server.";

    /// <summary>In a sentence for whoever waits for it.</summary>
    public static string Sentence(this StoreTrouble trouble) => trouble switch
    {
        StoreTrouble.DiskFull => "The disk of the database is full.",
        StoreTrouble.ReadOnly => "The database can be read and not written.",
        StoreTrouble.Failing => "The database fails.",
        StoreTrouble.Damaged => "The database is damaged and takes nothing in until it has been checked.",
        StoreTrouble.PartAway => "The server on which this site's data lie cannot be reached.",
        _ => "The database cannot be reached or has too much to do.",
    };
}
