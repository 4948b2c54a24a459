namespace ServiceTracker.Web.Pages.Shared;

/// <summary>Lists that people type into one box, an entry a line.</summary>
public static class TypedLines
{
    /// <summary>The lines that say something, without outer blanks.</summary>
    public static string[] Of(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
