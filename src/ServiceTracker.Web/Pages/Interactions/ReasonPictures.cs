namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>The pictures on the tiles of reasons, as strokes in a square of 20.</summary>
public static class ReasonPictures
{
    private static readonly Dictionary<string, string> Strokes = new(StringComparer.Ordinal)
    {
        ["new"] = "M4 10h12M10 4v12",
        ["renew"] = "M15.5 6.5a6.5 6.5 0 1 0 1 5M16 3v4h-4",
        ["pay"] = "M2.5 5.5h15v9h-15zM2.5 9h15",
        ["problem"] = "M10 3.5l7.5 13h-15zM10 8.5v3.5M10 14.3v.2",
        ["chase"] = "M10 6v4.3l2.8 1.7M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0z",
        ["change"] = "M4 16l.8-3.3L13.3 4.2l2.5 2.5-8.5 8.5z",
        ["complain"] = "M3 4h14v9.5H9.5L6 17v-3.5H3z",
    };

    /// <summary>The strokes of a picture; three dots where there is none.</summary>
    public static string Of(string? icon) =>
        icon is not null && Strokes.TryGetValue(icon, out var strokes) ? strokes : "M5 10h.1M10 10h.1M15 10h.1";
}
