namespace ServiceTracker.Domain.Imports;

/// <summary>How far an import has come.</summary>
public enum ImportStatus
{
    /// <summary>Rows are read, validated and scored; nothing is stored yet.</summary>
    Checking,

    /// <summary>Rows are written, in one transaction.</summary>
    Storing,

    /// <summary>Everything that could be stored is.</summary>
    Done,

    /// <summary>Bad rows were found and nothing is stored.</summary>
    Rejected,

    /// <summary>It broke off, for example because the server stopped; nothing is stored.</summary>
    Failed,
}
