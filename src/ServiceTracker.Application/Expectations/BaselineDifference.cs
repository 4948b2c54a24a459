using System.Globalization;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>Something in which a baseline differs from another.</summary>
/// <param name="Subject">What differs: the question of a basic, or the baseline's own field.</param>
/// <param name="Field">Which of its fields; null where a basic is there in one of them only.</param>
/// <param name="Before">As it was; null where it was not there.</param>
/// <param name="After">As it is to be; null where it is no longer there.</param>
public sealed record BaselineDifference(string Subject, string? Field, string? Before, string? After)
{
    /// <summary>All differences: the target first, then what was removed, and the basics in their new order.</summary>
    public static IReadOnlyList<BaselineDifference> Between(Baseline before, Baseline after)
    {
        var found = new List<BaselineDifference>();
        if (before.TargetConsistency != after.TargetConsistency)
            found.Add(new("Target", "every applicable basic met", Percent(before.TargetConsistency), Percent(after.TargetConsistency)));
        var gone = before.Expectations.Where(e => after.Find(e.Code) is null);
        found.AddRange(gone.Select(e => new BaselineDifference(e.Question, null, e.Question, null)));
        foreach (var now in after.Expectations)
        {
            if (before.Find(now.Code) is not { } was) found.Add(new(now.Question, null, null, now.Question));
            else found.AddRange(FieldChange.Of(was, now).Select(c => new BaselineDifference(now.Question, c.Field, c.Before, c.After)));
        }

        var kept = before.Expectations.Select(e => e.Code).Where(c => after.Find(c) is not null);
        if (!kept.SequenceEqual(after.Expectations.Select(e => e.Code).Where(c => before.Find(c) is not null)))
            found.Add(new("Order", "the basics that stay", Codes(before), Codes(after)));
        return found;
    }

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Codes(Baseline baseline) => string.Join(", ", baseline.Expectations.Select(e => e.Code));
}
