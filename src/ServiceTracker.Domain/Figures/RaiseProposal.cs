using System.Globalization;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Figures;

/// <summary>How the bar of a basic that is met steadily could be raised, and what that would have done to the last weeks. What was scored
/// stays as it is: a raised bar begins with a new baseline.</summary>
/// <param name="Steady">Why it can be raised.</param>
/// <param name="N">Interactions of the last weeks in which it applied.</param>
/// <param name="Met">Of these, those in which it was met.</param>
public abstract record RaiseProposal(SteadyAbove Steady, long N, long Met)
{
    /// <summary>The proposal with its numbers.</summary>
    public string Sentence => $"Met in {PercentText.Of(Steady.Rate)} of {Steady.N} over {SteadyAbove.Weeks} weeks, "
        + $"steadily above its share of the target ({PercentText.Tenths(Steady.Share)}). {Proposal}";

    /// <summary>What could be asked, and what it would have done.</summary>
    protected abstract string Proposal { get; }
}

/// <summary>A check: that it becomes critical.</summary>
/// <param name="Steady">Why it can be raised.</param>
/// <param name="N">Interactions of the last weeks in which it applied.</param>
/// <param name="Met">Of these, those in which it was met.</param>
/// <param name="IsCritical">It is so already.</param>
/// <param name="NewlyFailed">Interactions that would have counted as failed and did not.</param>
public sealed record RaisedCheck(SteadyAbove Steady, long N, long Met, bool IsCritical, long NewlyFailed) : RaiseProposal(Steady, N, Met)
{
    protected override string Proposal => IsCritical
        ? "It is critical already: what is left to raise is what it asks for, and nobody can count that beforehand."
        : $"It could be made critical: in the last weeks it was missed in {N - Met} of {N}, and {NewlyFailed} "
            + $"{(NewlyFailed == 1 ? "interaction" : "interactions")} more would have counted as failed.";
}

/// <summary>A measure: that its target becomes stricter.</summary>
/// <param name="Steady">Why it can be raised.</param>
/// <param name="N">Interactions of the last weeks in which it applied.</param>
/// <param name="Met">Of these, those in which it was met.</param>
/// <param name="Measure">The measure as it is.</param>
/// <param name="Target">The stricter target.</param>
/// <param name="MetThen">How often that would have been met.</param>
/// <param name="NoLongerAllMet">Interactions with all basics met that would have missed it.</param>
public sealed record RaisedMeasure(
    SteadyAbove Steady, long N, long Met, Expectation Measure, double Target, long MetThen, long NoLongerAllMet)
    : RaiseProposal(Steady, N, Met)
{
    protected override string Proposal => string.Create(
        CultureInfo.InvariantCulture,
        $"Its target could be {Target:0.###}{(Measure.Unit is null ? "" : $" {Measure.Unit}")} instead of {Measure.Target:0.###}: "
        + $"in the last weeks that would have been met in {PercentText.Of((double)MetThen / N)} of {N} "
        + $"instead of {PercentText.Of((double)Met / N)}, and {NoLongerAllMet} fewer interactions would have had all basics met.");

    /// <summary>
    /// The strictest target, in steps of a hundredth of the present one's size (two digits), that still as many would have met as its share
    /// of the target asks for.
    /// </summary>
    /// <param name="measure">The measure as it is.</param>
    /// <param name="values">What was measured.</param>
    /// <param name="share">0 to 1.</param>
    /// <returns>Null where no stricter one is met as often.</returns>
    public static double? StricterTarget(Expectation measure, IReadOnlyList<double> values, double share)
    {
        if (measure.Target is not > 0 || values.Count < MinimumSample.Default) return null;
        var target = measure.Target.Value;
        var step = Math.Pow(10, Math.Floor(Math.Log10(target)) - 1);
        var isAtMost = measure.Direction == TargetDirection.AtMost;
        double[] kept = [.. isAtMost ? values.Order() : values.OrderDescending()];
        var last = kept[Math.Clamp((int)Math.Ceiling(share * kept.Length - 1e-9) - 1, 0, kept.Length - 1)];
        // To the looser side, so that the value itself still meets it.
        var rounded = isAtMost ? Math.Ceiling(last / step - 1e-9) * step : Math.Floor(last / step + 1e-9) * step;
        rounded = Math.Round(rounded, 9);
        return rounded > 0 && (isAtMost ? rounded < target : rounded > target) ? rounded : null;
    }
}
