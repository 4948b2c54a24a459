using System.Globalization;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>A field of a basic that changed.</summary>
/// <param name="Field">Its name in words.</param>
/// <param name="Before">As it was; null where it was empty.</param>
/// <param name="After">As it is; null where it is empty.</param>
internal sealed record FieldChange(string Field, string? Before, string? After)
{
    /// <summary>Every field in which two forms of a basic differ.</summary>
    public static IReadOnlyList<FieldChange> Of(Expectation before, Expectation after)
    {
        FieldChange[] fields =
        [
            new("question", before.Question, after.Question), new("promise", before.Promise, after.Promise),
            new("guidance", before.Guidance, after.Guidance), new("kind", Word(before.Kind), Word(after.Kind)),
            new("unit", before.Unit, after.Unit), new("target", TargetOf(before), TargetOf(after)),
            new("weight", $"{before.Weight}", $"{after.Weight}"), new("critical", YesNo(before.Critical), YesNo(after.Critical)),
            new("channels", ChannelsOf(before), ChannelsOf(after)), new("evidence", before.Evidence, after.Evidence),
            new("owner", before.Owner, after.Owner), new("review date", DateOf(before), DateOf(after)),
        ];
        return [.. fields.Where(f => f.Before != f.After)];
    }

    private static string Word(ExpectationKind kind) => kind == ExpectationKind.Measure ? ExpectationInput.Measure : ExpectationInput.Check;

    private static string? TargetOf(Expectation e) => e.Target is not { } target ? null
        : $"{(e.Direction == TargetDirection.AtMost ? "at most" : "at least")} {target.ToString(CultureInfo.InvariantCulture)}";

    private static string YesNo(bool critical) => critical ? "yes" : "no";

    private static string ChannelsOf(Expectation e) =>
        e.Channels is [Expectation.EveryChannel] ? "every channel" : string.Join(", ", e.Channels);

    private static string? DateOf(Expectation e) => e.ReviewDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
