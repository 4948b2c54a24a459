using ServiceTracker.Application.Imports;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>What somebody says of a file: what its columns and words are, and how it writes times and numbers.</summary>
public sealed class MapForm
{
    /// <summary>How a tab is written in a choice, which would lose it.</summary>
    public const string Tab = "tab";

    /// <summary>A column of theirs.</summary>
    public sealed class Column
    {
        public string? Theirs { get; set; }
        public string? Ours { get; set; }
        public List<Word> Words { get; set; } = [];
    }

    /// <summary>A word of such a column; the empty one for empty cells.</summary>
    public sealed class Word
    {
        public string? Theirs { get; set; }
        public string? Ours { get; set; }
    }

    public string? Separator { get; set; }
    public string? Encoding { get; set; }
    public long? HeaderLine { get; set; }
    public List<Column> Columns { get; set; } = [];
    public string? DateFormat { get; set; }
    public string? OtherFormat { get; set; }
    public string? Zone { get; set; }
    public string? DecimalSign { get; set; }
    public bool KeepLast { get; set; }
    public string? DefaultSite { get; set; }
    public string? Name { get; set; }
    public bool IsNextVersion { get; set; }

    /// <summary>The separator that was chosen, or null.</summary>
    public string? SeparatorOrNull => Separator == Tab ? "\t" : Of(Separator);

    /// <summary>The encoding that was chosen, or null.</summary>
    public string? EncodingOrNull => Of(Encoding);

    /// <summary>What is ours of a column of theirs, or null.</summary>
    public string? OursOf(string theirs) => Of(Columns.Find(c => c.Theirs == theirs)?.Ours);

    /// <summary>What a word of theirs is, or null where it stays as it is.</summary>
    public string? OursOf(string theirs, string word) =>
        Of(Columns.Find(c => c.Theirs == theirs)?.Words.Find(w => (w.Theirs ?? "") == word)?.Ours);

    /// <summary>The mapping that says it.</summary>
    /// <param name="encoding">The encoding that was found; one that a file does not tell by itself is written down.</param>
    public ImportMappingInput Says(string encoding)
    {
        var columns = Columns.Where(c => c.Theirs is not null && Of(c.Ours) is not null)
            .DistinctBy(c => c.Theirs, StringComparer.Ordinal).ToList();
        var values = columns.ToDictionary(
            c => c.Theirs!,
            c => (IReadOnlyDictionary<string, string>)c.Words.Where(w => Of(w.Ours) is not null)
                .DistinctBy(w => w.Theirs ?? "", StringComparer.Ordinal)
                .ToDictionary(w => w.Theirs ?? "", w => w.Ours!, StringComparer.Ordinal),
            StringComparer.Ordinal);
        var words = values.Where(v => v.Value.Count > 0).ToDictionary(StringComparer.Ordinal);
        return new()
        {
            Separator = SeparatorOrNull,
            Encoding = EncodingOrNull ?? (encoding == "windows-1252" ? encoding : null),
            Columns = columns.ToDictionary(c => c.Theirs!, c => c.Ours!, StringComparer.Ordinal),
            Values = words.Count > 0 ? words : null,
            DateFormat = Of(OtherFormat) ?? Of(DateFormat),
            Zone = Of(Zone),
            DecimalSign = Of(DecimalSign),
            KeepLast = KeepLast ? true : null,
        };
    }

    private static string? Of(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
