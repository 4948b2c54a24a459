using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ServiceTracker.Application;

/// <summary>Where a page of a list by time ends: the instant and id of its last item, in a form that nobody takes apart.</summary>
internal static class TimeCursor
{
    /// <summary>The cursor behind an item.</summary>
    public static string Of(DateTime at, Guid id) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{at.Ticks.ToString(CultureInfo.InvariantCulture)}.{id:N}"));

    /// <summary>Reads a cursor; false for anything else.</summary>
    public static bool TryRead(string cursor, out DateTime at, out Guid id)
    {
        (at, id) = (default, default);
        if (!Base64Url.IsValid(cursor)) return false;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks || !Guid.TryParseExact(parts[1], "N", out id)) return false;
        at = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }
}
