using System.Globalization;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Overview;

/// <summary>Something that is not reliable, with the numbers that say so. Names are as people know them.</summary>
public sealed record Concern
{
    /// <summary>Most words of a sentence, the names in it as they are.</summary>
    public const int MostWords = 12;

    /// <summary>All basics together, as they stand in a sentence.</summary>
    public const string Everything = "All basics";

    public ConcernKind Kind { get; init; }

    /// <summary>What carries it.</summary>
    public Seat Seat { get; init; }

    /// <summary>Code of the basic; null: all basics together.</summary>
    public string? Basic { get; init; }

    /// <summary>The basic's question.</summary>
    public string? Question { get; init; }

    /// <summary>Channel, site and person it is told of.</summary>
    public string? Channel { get; init; }

    public string? Site { get; init; }
    public string? Person { get; init; }

    /// <summary>Their numbers.</summary>
    public int? ChannelId { get; init; }

    public int? SiteId { get; init; }
    public int? StaffId { get; init; }

    /// <summary>Hours of the day, such as "12–14 h".</summary>
    public string? Hours { get; init; }

    /// <summary>Where it began.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Rate now and with what it is compared (before, elsewhere or expected), 0 to 1; null where there is none.</summary>
    public double? Now { get; init; }

    public double? Usual { get; init; }

    /// <summary>Interactions behind the rate now.</summary>
    public long N { get; init; }

    /// <summary>There was enough time to be sure of it.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Its flag, where it has one.</summary>
    public Guid? Flag { get; init; }

    /// <summary>The basic as it stands in a sentence: its question without the mark.</summary>
    public string Subject => Question?.TrimEnd('?', ' ') ?? Everything;

    /// <summary>The place or person in short: "on Phone", "at North Gate", "12–14 h at Harbour Street"; empty for everywhere.</summary>
    public string Where => Hours is not null ? $"{Hours}{(Site is null ? "" : $" at {Site}")}"
        : Person is not null ? Channel is null ? Person : $"{Person} on {Channel}"
        : (Channel, Site) switch
        {
            ({ } c, { } s) => $"on {c} at {s}",
            ({ } c, null) => $"on {c}",
            (null, { } s) => $"at {s}",
            _ => "",
        };

    /// <summary>What and where in a few words: "Identity checked on Phone", "Dana Volkov".</summary>
    public string Name => Person is null ? $"{Subject} {Where}".TrimEnd() : Question is null ? Where : $"{Where}: {Subject}";

    /// <summary>The name, of a person with what it is about them: "Dana Volkov: slips".</summary>
    public string InShort => Person is null ? Name : $"{Person}: {Kind switch
    {
        ConcernKind.Critical => "a critical basic missed",
        ConcernKind.BelowColleagues => "below colleagues",
        ConcernKind.Erratic => "good and bad days",
        _ => "slips",
    }}";

    /// <summary>The concern in one sentence: as much of it as twelve words hold.</summary>
    public string Sentence
    {
        get
        {
            if (Kind == ConcernKind.Critical)
                return $"{Where} missed {Subject}, a critical basic{(Since is { } on ? $", on {Day(on)}" : "")}".TrimStart();
            var (told, since) = (Rates, Since is { } day ? $" since {Day(day)}" : "");
            var begun = Person is null ? $"{Subject} {Verb} {Where}".TrimEnd()
                : $"{Where} {Verb}{(Question is null ? "" : $" in {Subject}")}";
            // The date is told beside the sentence, too; the numbers are not.
            var whole = $"{begun}{since}{told}";
            return WordsIn(whole) <= MostWords ? whole : $"{begun}{told}";
        }
    }

    /// <summary>Since when, of how many, and how sure it is.</summary>
    public string HowSure => Told(Since);

    /// <summary>The same beside the sentence: without the date where that tells it.</summary>
    public string HowSureBeside => Told(Since is { } day && Sentence.Contains(Day(day), StringComparison.Ordinal) ? null : Since);

    /// <summary>A date as sentences name it, such as "3 Nov".</summary>
    public static string Day(DateOnly date) => date.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>Words between blanks, numbers among them; a sign alone is none.</summary>
    public static int WordsIn(string sentence) => sentence.Split(' ').Count(w => w.Any(char.IsLetterOrDigit));

    private static readonly NumberFormatInfo Spaced = new() { NumberGroupSeparator = " " };

    private string Told(DateOnly? since) => string.Join(", ", new[]
    {
        since is { } day ? $"since {Day(day)}" : null,
        N > 0 ? $"{N.ToString("#,0", Spaced)} interactions" : null,
        Kind == ConcernKind.Critical ? "a fact" : IsSettled ? "settled" : "provisional",
    }.OfType<string>());

    private string Verb => Kind switch
    {
        ConcernKind.Fell => Person is null ? "fell" : "slips",
        ConcernKind.Lower => "is lower",
        ConcernKind.Hours => Question is null ? "falter" : "falters",
        ConcernKind.BelowColleagues => "is below colleagues",
        _ => Person is null ? "have good and bad days" : "has good and bad days",
    };

    private string Rates => (Kind, Now, Usual) switch
    {
        (_, null, _) => "",
        (ConcernKind.Fell, { } now, { } before) => $": {PercentText.FromTo(before, now)}",
        (ConcernKind.Lower, { } now, { } other) => $": {PercentText.Of(now)}, elsewhere {PercentText.Of(other)}",
        (ConcernKind.Hours, { } now, { } other) => $": {PercentText.Of(now)}, otherwise {PercentText.Of(other)}",
        (ConcernKind.BelowColleagues, { } now, { } other) => $": {PercentText.Of(now)}, expected {PercentText.Of(other)}",
        (ConcernKind.Erratic, { } now, _) => $": {PercentText.Of(now)} on average",
        var (_, now, _) => $": {PercentText.Of(now.Value)}",
    };
}
