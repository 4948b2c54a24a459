using System.Globalization;

namespace ServiceTracker.Application;

/// <summary>
/// Instants as RFC 3339 writes them: an offset, any number of fraction digits (cut to microseconds, which is what both stores keep), small
/// or capital T and Z, a blank instead of the T, and the leap second. A local time without an offset means another instant at every desk.
/// </summary>
public static class Rfc3339
{
    private const int DateLength = 10, SecondsEnd = 19;

    // Written in the sentences that say what is wrong.
    private const string Example = "2026-11-20T16:46:00+00:00";

    /// <summary>
    /// Reads an instant with its offset; false for anything else. The leap second 23:59:60 is the last microsecond of its minute: it stays
    /// within the day that it ends, whose business date it has.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length <= SecondsEnd || text[DateLength] is not ('T' or 't' or ' ')) return false;
        if (!DateOnly.TryParseExact(text[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;
        var time = text[(DateLength + 1)..SecondsEnd];
        if (time[2] != ':' || time[5] != ':' || !IsTwoDigits(time[..2], out var hour) || !IsTwoDigits(time[3..5], out var minute)
            || !IsTwoDigits(time[6..8], out var second)) return false;

        var rest = text[SecondsEnd..];
        long ticks = 0;
        if (rest[0] == '.')
        {
            rest = rest[1..];
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0) return false;
            for (var i = 0; i < 6; i++) ticks = 10 * ticks + (i < digits ? rest[i] - '0' : 0);
            ticks *= TimeSpan.TicksPerMicrosecond;
            rest = rest[digits..];
        }

        if (hour > 23 || minute > 59 || second > 60 || !TryReadOffset(rest, out var offset)) return false;
        if (second == 60) (second, ticks) = (59, TimeSpan.TicksPerSecond - TimeSpan.TicksPerMicrosecond);
        var local = date.ToDateTime(new TimeOnly(hour, minute, second)).AddTicks(ticks);
        // Before the year 1 and after 9999 there is no instant that could be named.
        var utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks) return false;
        instant = new DateTimeOffset(local, offset);
        // A leap second is the last of a day of UTC; anywhere else a 60 is a slip.
        return !(text[17] == '6' && (instant.UtcDateTime.Hour, instant.UtcDateTime.Minute) != (23, 59));
    }

    /// <summary>What is wrong with a text that is no instant, and what to write instead.</summary>
    public static string Explain(string text)
    {
        var rest = text.Length > SecondsEnd ? text[SecondsEnd..].TrimStart('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9') : "";
        var offset = rest.Trim();
        var what =
            TryParse(text + "Z", out _) ? "says no offset: end it with Z for UTC, or with an offset such as +01:00"
            : LacksSeconds(text) ? $"has no seconds: write it like {Example}"
            : rest.Trim() is "UTC" or "utc" or "GMT" or "gmt" && TryParse(text[..^rest.Length] + "Z", out _)
            ? $"ends in a word: write Z instead of “{rest.Trim()}”"
            : IsShortOffset(offset) && TryParse(text[..^rest.Length] + "Z", out _)
            ? $"has a short offset: write “{offset[..3]}:{(offset.Length > 3 ? offset[3..] : "00")}” instead of “{rest}”"
            : offset.Length < rest.Length && TryParse(text[..^rest.Length] + offset, out _)
            ? $"has a blank before its offset: write “{offset}” instead of “{rest}”"
            : WhatThereIsNot(text) ?? $"is not a time with an offset, such as {Example}";
        return $"“{text}” {what}.";
    }

    // Of a text that is written as it should be: which part of it cannot be.
    private static string? WhatThereIsNot(string text)
    {
        var shape = string.Concat(text.Select(c => char.IsAsciiDigit(c) ? '0' : c));
        if (!shape.StartsWith("0000-00-00", StringComparison.Ordinal)) return null;
        if (!DateOnly.TryParseExact(text.AsSpan(0, DateLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return $"names a day that there is not: {text[..DateLength]}";
        if (shape.Length <= SecondsEnd || shape[(DateLength + 1)..SecondsEnd] != "00:00:00") return null;
        if (!TryParse(text[..SecondsEnd] + "Z", out _))
            return "names a time of day that there is not: hours are 00 to 23, minutes 00 to 59, and a second 60 stands at 23:59 UTC alone";
        return shape.Length >= SecondsEnd + 6 && shape[^6..] is "+00:00" or "-00:00"
            ? "has an offset that no zone has: 14 hours at most" : null;
    }

    private static bool LacksSeconds(string text) =>
        text.Length >= 16 && (text.Length == 16 || text[16] != ':')
            && (TryParse(text.Insert(16, ":00"), out _) || TryParse(text[..16] + ":00Z", out _));

    private static bool IsShortOffset(string rest) =>
        rest.Length is 3 or 5 && rest[0] is '+' or '-' && !rest.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !IsTwoDigits(text[1..3], out var hours)
            || !IsTwoDigits(text[4..], out var minutes)) return false;
        // No zone was ever further from UTC than 14 hours, and no instant can be.
        if (minutes > 59 || 60 * hours + minutes > 14 * 60) return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool IsTwoDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 10 * (text[0] - '0') + text[1] - '0';
        return char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]);
    }
}
