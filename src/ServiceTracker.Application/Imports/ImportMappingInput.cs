using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ServiceTracker.Application.Imports;

/// <summary>How another program's file is read: its columns and words as ours, its way to write times and numbers, and what tells its
/// rows apart. What is not said is found in the file, as without a mapping.</summary>
public sealed record ImportMappingInput
{
    /// <summary>What stands between cells: one character. Found in the header where absent.</summary>
    public string? Separator { get; init; }

    /// <summary>One of <see cref="Encodings"/>. Where absent UTF-8, or UTF-16 where the file is that.</summary>
    [OneOf(typeof(ImportMappingInput), nameof(Encodings))]
    public string? Encoding { get; init; }

    /// <summary>Their header → our column. Columns of theirs that are neither here nor called as ours are passed over.</summary>
    [Required]
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>Their header → their word → ours. The empty word is that of an empty cell.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Values { get; init; }

    /// <summary>How times are written, as .NET custom patterns such as dd/MM/yyyy HH:mm, or <see cref="Serial"/>. RFC 3339 where
    /// absent.</summary>
    public string? DateFormat { get; init; }

    /// <summary>IANA time zone of times without an offset, such as Europe/London. The site's own where absent.</summary>
    public string? Zone { get; init; }

    /// <summary>How the fraction of a number begins: a point (where absent) or a comma.</summary>
    [OneOf(typeof(ImportMappingInput), nameof(DecimalSigns))]
    [JsonPropertyName("decimal")]
    public string? DecimalSign { get; init; }

    /// <summary>Their headers that together tell an interaction from all others; external_id where absent.</summary>
    public IReadOnlyList<string>? Key { get; init; }

    /// <summary>Of several rows with the same key the last one counts; else each must say the same.</summary>
    public bool? KeepLast { get; init; }

    /// <summary>The date format of spreadsheets that give a time as days since 1899-12-30.</summary>
    public const string Serial = "serial";

    /// <summary>Encodings that are read.</summary>
    public static IReadOnlyList<string> Encodings { get; } = ["utf-8", "utf-16", "utf-16BE", "windows-1252"];

    /// <summary>How the fraction of a number may begin.</summary>
    public static IReadOnlyList<string> DecimalSigns { get; } = [".", ","];
}
