using System.Globalization;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>The columns of the import layout, and what may be wrong with a header that names them.</summary>
internal static class CsvColumns
{
    /// <summary>How the name of a column begins that answers a check, gives a measured value, or says what got in the way.</summary>
    public const string Basic = "basic:", Measure = "measure:", Cause = "cause:";

    private static readonly Dictionary<string, string> ColumnsOfPaths = new(StringComparer.Ordinal)
    {
        ["$.externalId"] = "external_id",
        ["$.occurredAt"] = "occurred_at",
        ["$.site"] = "site",
        ["$.team"] = "team",
        ["$.staff"] = "staff",
        ["$.channel"] = "channel",
        ["$.customer"] = "customer_ref",
        ["$.csat"] = "csat",
        ["$.comment"] = "comment",
        ["$.reason"] = "reason",
        ["$.source"] = "source",
        ["$.check"] = "check",
        ["$.outcome"] = "outcome",
        ["$.standOuts"] = "stand_outs",
        ["$.sameContactAs"] = "same_contact_as",
    };

    /// <summary>What is said where a file holds a block of NUL.</summary>
    public const string NulBlock =
        "NUL characters stand here where text should be: the file was perhaps not written to its end, on a full disk or when the power " +
        "went. Fetch it again, or take them out.";

    private static readonly HashSet<string> KnownColumns = [.. ColumnsOfPaths.Values];
    private static readonly Dictionary<string, string> PlainColumns = ByPlainName(KnownColumns);
    /// <summary>Columns without which no row can be read.</summary>
    public static readonly string[] RequiredColumns = ["occurred_at", "site", "channel"];

    /// <summary>The column of the cell that a place in an entry comes from.</summary>
    /// <param name="path">Such as $.staff, $.observations.greeting or $.standOuts[0].kind.</param>
    /// <param name="master">Tells checks from measures.</param>
    public static string Of(string path, MasterData master)
    {
        if (path.StartsWith("$.observations.", StringComparison.Ordinal))
        {
            var code = path["$.observations.".Length..];
            return (master.Baselines.Values.Any(b => b.Find(code)?.Kind == ExpectationKind.Check) ? Basic : Measure) + code;
        }

        if (path.StartsWith("$.causes.", StringComparison.Ordinal)) return Cause + path["$.causes.".Length..];
        var top = path.IndexOf('[', StringComparison.Ordinal) is var bracket and > 0 ? path[..bracket] : path;
        return ColumnsOfPaths.GetValueOrDefault(top, path);
    }

    /// <summary>All columns but those of expectations.</summary>
    public static IReadOnlyList<string> Fields { get; } = [.. ColumnsOfPaths.Values];

    /// <summary>Whether the layout has a column of this name.</summary>
    public static bool IsKnown(string name) => KnownColumns.Contains(name);

    /// <summary>A name of a column as it is seen: what is invisible is left over from other programs.</summary>
    public static string NameOf(string cell) =>
        (cell.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            ? string.Concat(cell.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)) : cell).Trim();

    /// <summary>What is wrong with a header, worst first; nothing where rows can be read by it.</summary>
    public static IEnumerable<CellError> ErrorsOf(string[] header, ImportOptions options, MasterData master)
    {
        var named = header.Where(h => h.Length > 0).ToArray();
        if (named.Any(h => h.Contains('\0')))
        {
            yield return new("", "nul", NulBlock);
            yield break;
        }

        if (named.Length <= 1)
        {
            yield return new(
                "", "separator",
                $"The separator was not recognised: the first line is one cell, “{named.FirstOrDefault()}”. " +
                "Put comma, semicolon, tab or | between cells, and quotation marks around single cells, not around lines.");
            yield break;
        }

        if (named.All(h => NamedColumn.Of(h, 0).Code is null && Nearest(h, PlainColumns) is null))
        {
            yield return new(
                "", "no_header",
                $"The first line names no column of the import layout; it begins with “{named[0]}”. " +
                $"Put a line with the names above the rows: {string.Join(", ", RequiredColumns)}, and so on.");
            yield break;
        }

        foreach (var twice in named.GroupBy(h => h, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return new(twice.Key, FieldError.Invalid, $"The column “{twice.Key}” stands there {twice.Count()} times.");
        // One that is written a little differently is named below, with how it is written.
        var there = ByPlainName(named);
        foreach (var needed in RequiredColumns.Where(c => (c != "site" || options.DefaultSite is null) && Nearest(c, there) is null))
            yield return new(needed, FieldError.Required, $"The column “{needed}” is missing.");
        var expectations = master.Baselines.Values.SelectMany(b => b.Expectations)
            .ToLookup(e => e.Code, e => e.Kind, StringComparer.Ordinal);
        var plainCodes = ByPlainName(expectations.Select(e => e.Key));
        foreach (var name in named.Distinct())
        {
            var column = NamedColumn.Of(name, 0);
            if (column.Code is null)
            {
                if (!KnownColumns.Contains(name))
                    yield return new(
                        name, FieldError.UnknownReference, $"“{name}” is not a column of the import layout{Instead(name, PlainColumns)}.");
                continue;
            }

            var kinds = expectations[column.Code].ToHashSet();
            if (kinds.Count == 0)
                yield return new(
                    name, FieldError.UnknownReference,
                    $"No published baseline has an expectation “{column.Code}”{Instead(column.Code, plainCodes, column.Kind)}.");
            else if (column.Kind == Basic && !kinds.Contains(ExpectationKind.Check))
                yield return new(name, FieldError.Invalid, $"“{column.Code}” is a measure: name the column {Measure}{column.Code}.");
            else if (column.Kind == Measure && !kinds.Contains(ExpectationKind.Measure))
                yield return new(name, FieldError.Invalid, $"“{column.Code}” is a check: name the column {Basic}{column.Code}.");
        }
    }

    private static string Instead(string name, Dictionary<string, string> names, string? before = null) =>
        Nearest(name, names) is { } near ? $"; did you mean “{before}{near}”? Capital and small letters differ" : "";

    // The name that differs in nothing but its case, or in blanks and dashes where the layout has underscores.
    private static string? Nearest(string name, Dictionary<string, string> byPlainName) => byPlainName.GetValueOrDefault(Plain(name));

    private static Dictionary<string, string> ByPlainName(IEnumerable<string> names)
    {
        var byPlainName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names) byPlainName.TryAdd(Plain(name), name);
        return byPlainName;
    }

    private static string Plain(string name) => name.Replace(' ', '_').Replace('-', '_');
}
