using System.Globalization;
using FluentValidation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <inheritdoc />
public sealed class ImportMappingInputValidator : AbstractValidator<ImportMappingInput>
{
    /// <summary>Longest header and word, most columns, and most words of a column.</summary>
    public const int MostText = 200, MostColumns = 500, MostWords = 1000;

    // A time that every part of a pattern can be seen by; not of this year, which stands in for one that is left out.
    private static readonly DateTime Sample = new(1987, 11, 23, 16, 47, 58, DateTimeKind.Unspecified);

    public ImportMappingInputValidator()
    {
        RuleFor(m => m.Separator).Must(s => s is null || (s.Length == 1 && char.IsAscii(s[0]) && !char.IsAsciiLetterOrDigit(s[0])
            && s[0] is not ('"' or '\r' or '\n' or '\0'))).WithMessage("One character that is no letter, digit or quotation mark.");
        RuleFor(m => m.Encoding).Must(e => e is null || ImportMappingInput.Encodings.Contains(e))
            .WithMessage($"One of: {string.Join(", ", ImportMappingInput.Encodings)}.");
        RuleFor(m => m.DecimalSign).Must(d => d is null || ImportMappingInput.DecimalSigns.Contains(d))
            .WithMessage("A point or a comma.").OverridePropertyName("Decimal");
        RuleFor(m => m.Zone).Must(z => z is null || BusinessCalendar.TryFindZone(z, out _))
            .WithMessage(m => $"“{m.Zone}” is not an IANA time zone known here; write it like Europe/London.");
        RuleFor(m => m.DateFormat).Must(IsDateFormat)
            .WithMessage("A pattern with year, month, day, hour and minute, such as dd/MM/yyyy HH:mm; or serial.");
        RuleFor(m => m.Columns).NotNull().WithMessage("Their headers with our columns; {} where all are called as ours.");
        RuleFor(m => m.Columns).Must(c => c is null || (c.Count <= MostColumns && c.All(x => IsText(x.Key) && IsText(x.Value))))
            .WithMessage($"At most {MostColumns}, each a header of theirs and a column of ours of 1 to {MostText} characters.");
        RuleFor(m => m.Columns).Must(c => c is null
            || c.Values.Where(v => v is not null).Distinct(StringComparer.Ordinal).Count() == c.Count)
            .WithMessage(m => $"Two headers cannot be one column: {Twice(m.Columns!.Values)}.");
        RuleFor(m => m.Values).Must(v => v is null || (v.Count <= MostColumns && v.All(x => IsText(x.Key) && x.Value is not null
            && x.Value.Count <= MostWords && x.Value.All(w => w.Key.Length <= MostText && w.Value is { Length: <= MostText }))))
            .WithMessage($"For each header of theirs at most {MostWords} words, each of up to {MostText} characters.");
        RuleFor(m => m.Key).Must(k => k is null || (k.Count is >= 1 and <= 20 && k.All(IsText)
            && k.Distinct(StringComparer.Ordinal).Count() == k.Count))
            .WithMessage("1 to 20 headers of theirs, each once.");
        RuleFor(m => m.KeepLast).Must((m, keep) => keep != true || m.Key is not null || m.Columns?.Values.Contains("external_id") == true)
            .WithMessage("Say with key which columns tell an interaction from all others.");
    }

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MostText && !text.Any(char.IsControl);

    private static string Twice(IEnumerable<string> columns) =>
        string.Join(", ", columns.GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));

    // A pattern that loses no part of a time but its seconds, and gives back what it wrote.
    private static bool IsDateFormat(string? format)
    {
        if (format is null or ImportMappingInput.Serial) return true;
        if (format.Length is < 8 or > 60) return false;
        try
        {
            var text = Sample.ToString(format, CultureInfo.InvariantCulture);
            return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                && read.Date == Sample.Date && (read.Hour, read.Minute) == (Sample.Hour, Sample.Minute);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
