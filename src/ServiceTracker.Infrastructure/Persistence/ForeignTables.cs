namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Words about tables that are not this program's.</summary>
internal static class ForeignTables
{
    private const int Most = 3;

    /// <summary>The first few names.</summary>
    public static string Some(IReadOnlyCollection<string> tables) =>
        string.Join(", ", tables.Take(Most)) + (tables.Count > Most ? "…" : "");
}
