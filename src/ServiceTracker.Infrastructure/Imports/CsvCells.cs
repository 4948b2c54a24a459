using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>What the cells of a file mean: as the import layout has them or, with a mapping, as the program that wrote them does.</summary>
internal sealed class CsvCells
{
    // What spreadsheets count days from.
    private static readonly DateTime FirstSerialDay = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly DateTime Example = new(2026, 11, 23, 16, 47, 0, DateTimeKind.Unspecified);

    private const int SecondsOfADay = 86_400;

    private readonly CsvLayout layout;
    private readonly ImportMappingInput? mapping;
    private readonly MasterData master;
    private readonly ImportOptions options;
    private readonly LookAlike lookAlike;
    private readonly IReadOnlyDictionary<string, string>?[] words;
    private readonly int[] key;
    private readonly Dictionary<string, TimeZoneInfo?> zones = new(StringComparer.Ordinal);

    public CsvCells(CsvLayout layout, ImportOptions options, MasterData master, LookAlike lookAlike)
    {
        (this.layout, this.options, this.master, this.lookAlike, mapping) = (layout, options, master, lookAlike, options.Mapping);
        words = Array.ConvertAll(layout.Theirs, name => mapping?.Values?.GetValueOrDefault(name));
        key = [.. (mapping?.Key ?? []).Select(name => Array.IndexOf(layout.Theirs, name))];
    }

    /// <summary>Whether a cell's number is written with a comma.</summary>
    private bool HasDecimalComma => mapping?.DecimalSign == ",";

    /// <summary>What stands in a column, in our words; null for nothing.</summary>
    public string? this[IReadOnlyList<string> cells, int column]
    {
        get
        {
            if (column < 0) return null;
            var cell = cells[column].Trim();
            if (words[column] is { } of && of.TryGetValue(cell, out var ours)) return ours.Length == 0 ? null : ours;
            if (cell.Length == 0) return null;
            cell = CsvGuard.Off(cell);
            // Other programs write something where there is nothing.
            return mapping is not null && lookAlike.IsWordForNothing(cell) ? null : cell;
        }
    }

    /// <summary>The sender's own key of a row: the cells that tell it from all others; null where there is none.</summary>
    public string? KeyOf(IReadOnlyList<string> cells)
    {
        if (key.Length == 0) return this[cells, layout.ExternalId];
        var parts = Array.ConvertAll(key, k => cells[k].Trim());
        if (Array.TrueForAll(parts, p => p.Length == 0)) return null;
        var all = string.Join(" | ", parts);
        return all.Length <= InteractionEntry.MaxReference ? all
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    /// <summary>A number, or null and what is wrong with it.</summary>
    public double? NumberOf(string cell, string column, ref List<CellError>? errors)
    {
        var text = HasDecimalComma ? cell.Replace(',', '.') : cell;
        if (!(HasDecimalComma && cell.Contains('.', StringComparison.Ordinal))
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        (errors ??= []).Add(new(
            column, FieldError.Invalid, HasDecimalComma
                ? $"“{cell}” is not a number; write it with a comma, such as 12,5, and without points."
                : $"“{cell}” is not a number; write it with a point, such as 12.5."));
        return null;
    }

    /// <summary>An instant, or null and what is wrong with it.</summary>
    /// <param name="cell">As it is written.</param>
    /// <param name="column">What the column is called.</param>
    /// <param name="site">Code of the site at which it was, whose zone holds where none is told.</param>
    /// <param name="errors">Receives what is wrong.</param>
    public DateTimeOffset? TimeOf(string cell, string column, string? site, ref List<CellError>? errors)
    {
        if (mapping?.DateFormat is not { } format)
        {
            if (Rfc3339.TryParse(cell, out var at)) return at;
            (errors ??= []).Add(new(column, FieldError.Invalid, Rfc3339.Explain(cell)));
            return null;
        }

        if (TellsOffset(format))
        {
            if (DateTimeOffset.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                && IsOfOurTime(at.Year)) return at;
            (errors ??= []).Add(NotWritten(cell, column, format));
            return null;
        }

        if (LocalOf(cell, format) is not { } local)
        {
            (errors ??= []).Add(NotWritten(cell, column, format));
            return null;
        }

        // An unknown site is told of the site.
        if (ZoneOf(site) is not { } zone) return new DateTimeOffset(local, TimeSpan.Zero);
        if (zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local))
        {
            (errors ??= []).Add(new(
                column, "ambiguous_time", zone.IsInvalidTime(local)
                    ? $"“{cell}” never was in {zone.Id}: clocks were set forward over it. Send the time with its offset."
                    : $"“{cell}” was twice in {zone.Id}, when clocks were set back. Send the time with its offset, or in UTC."));
            return null;
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static CellError NotWritten(string cell, string column, string format) => new(
        column, FieldError.Invalid, format == ImportMappingInput.Serial
            ? $"“{cell}” is not a spreadsheet's number of days, such as 46349.7."
            : $"“{cell}” is not written as {format}, as in {Example.ToString(format, CultureInfo.InvariantCulture)}.");

    /// <summary>A local time in a pattern, or null.</summary>
    public static DateTime? LocalOf(string cell, string format)
    {
        if (format == ImportMappingInput.Serial)
        {
            return double.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
                && days is > 1 and < 100_000 ? FirstSerialDay.AddSeconds(Math.Round(days * SecondsOfADay)) : null;
        }

        // The end of a day is the beginning of the next.
        var ended = EndsDay(cell) is { } at ? string.Concat(cell.AsSpan(0, at), "00", cell.AsSpan(at + 2)) : cell;
        if (!DateTime.TryParseExact(ended, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // What programs write for no date, and what no calendar has.
        if (!IsOfOurTime(local.Year)) return null;
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return ended == cell ? local : local.AddDays(1);
    }

    private static bool IsOfOurTime(int year) => year is >= 1900 and < 3000;

    // A Z at the end is UTC, quoted or not; of what else is quoted nothing is meant.
    private static bool TellsOffset(string format)
    {
        if (format.TrimEnd('\'', '"').EndsWith('Z')) return true;
        char? quote = null;
        for (var i = 0; i < format.Length; i++)
        {
            if (quote is not null) quote = format[i] == quote ? null : quote;
            else if (format[i] is '\'' or '"') quote = format[i];
            else if (format[i] == '\\') i++;
            else if (format[i] is 'z' or 'K') return true;
        }

        return false;
    }

    private TimeZoneInfo? ZoneOf(string? site)
    {
        if (zones.TryGetValue(site ?? "", out var known)) return known;
        var name = mapping?.Zone ?? (site is null ? null : master.Sites.Find(site)?.Zone) ?? options.Zone;
        BusinessCalendar.TryFindZone(name, out var zone);
        return zones[site ?? ""] = name is null ? null : zone;
    }

    // Where the hour of 24:00 or 24:00:00 stands.
    private static int? EndsDay(string cell)
    {
        var at = cell.IndexOf("24:00", StringComparison.Ordinal);
        if (at < 0 || (at > 0 && (char.IsAsciiDigit(cell[at - 1]) || cell[at - 1] == ':'))) return null;
        var rest = cell.AsSpan(at + 5);
        if (rest.StartsWith(":00")) rest = rest[3..];
        return rest.Length > 0 && (char.IsAsciiDigit(rest[0]) || rest[0] == ':') ? null : at;
    }
}
