namespace ServiceTracker.Application.Interactions;

/// <summary>How the parts of an entry are kept, whichever way they are written: what is kept alike is the same content.</summary>
internal static class StoredForm
{
    /// <summary>A text without its outer blanks; null where nothing is left.</summary>
    public static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>An instant in whole microseconds: PostgreSQL keeps no more, and both stores give back the same.</summary>
    public static DateTime Of(DateTime utc) => new(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
}
