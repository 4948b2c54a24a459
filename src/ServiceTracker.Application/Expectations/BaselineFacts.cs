using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>
/// What the audit record keeps of a baseline. The names are those of records that are stored already, by which history is read: what is
/// sent to draft a baseline may change its names, these may not.
/// </summary>
internal sealed record BaselineFacts(
    string? Name, DateOnly? EffectiveFrom, double? TargetConsistency, IReadOnlyList<ExpectationFacts>? Expectations)
{
    public static BaselineFacts Of(BaselineInput input) =>
        new(input.Name, input.EffectiveFrom, input.TargetConsistency, input.Expectations is { } basics
            ? [.. basics.Select(ExpectationFacts.Of)] : null);

    public static BaselineFacts Of(Baseline baseline) => Of(DraftBaseline.InputOf(baseline));
}
