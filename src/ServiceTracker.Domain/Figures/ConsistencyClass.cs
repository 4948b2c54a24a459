using System.Globalization;

namespace ServiceTracker.Domain.Figures;

/// <summary>How a unit stands in a week.</summary>
public enum ConsistencyClass
{
    /// <summary>Too few interactions or weeks to say anything.</summary>
    NotEnoughYet,

    /// <summary>Within its usual range, at or above target.</summary>
    Reliable,

    /// <summary>Within its usual range, below target: change the system, not the person.</summary>
    SteadyBelow,

    /// <summary>Below its usual range.</summary>
    Slipping,

    /// <summary>Out of its usual range on both sides.</summary>
    Erratic,

    /// <summary>Above its usual range.</summary>
    Improving,
}

/// <summary>The class of a unit in one week and the sentence that explains it.</summary>
/// <param name="Class">How the unit stands.</param>
/// <param name="Sentence">Why, in plain words and with the numbers.</param>
public sealed record ConsistencyVerdict(ConsistencyClass Class, string Sentence)
{
    // Weeks looked back, the judged one included, for swings to both sides.
    private const int SwingWeeks = 8;

    /// <summary>Judges the last week of a p chart by the first rule, "outside the limits".</summary>
    /// <param name="chart">At least one week; the last one is judged.</param>
    /// <param name="fewest">Fewest interactions in the judged week.</param>
    public static ConsistencyVerdict OfLastWeek(PChart chart, int fewest = MinimumSample.Default)
    {
        var last = chart.Points[^1];
        if (last.N < Math.Max(1, fewest))
            return new(ConsistencyClass.NotEnoughYet, $"Not enough yet: {last.N} scored interactions in this week, {fewest} are needed.");
        if (chart.WeeksWithData < PChart.FewestWeeks)
            return new(ConsistencyClass.NotEnoughYet, $"Not enough yet: {chart.WeeksWithData} weeks with interactions, {PChart.FewestWeeks} are needed.");

        var figures = $"{Percent(last.Rate!.Value)} of {last.N}";
        var range = $"{Percent(last.Lower)}–{Percent(last.Upper)}";
        var recent = chart.Points.TakeLast(SwingWeeks).Select(p => p.Signal).ToHashSet();
        if (last.Signal != Signal.None && recent.Contains(Signal.Concern) && recent.Contains(Signal.Improvement))
            return new(ConsistencyClass.Erratic, $"All basics met in {figures}; weeks on both sides of the usual range {range} within {SwingWeeks} weeks.");
        return last.Signal switch
        {
            Signal.Concern => new(ConsistencyClass.Slipping, $"All basics met in {figures}, below the usual range {range}."),
            Signal.Improvement => new(ConsistencyClass.Improving, $"All basics met in {figures}, above the usual range {range}."),
            _ when chart.Target is { } target && chart.Centre < target => new(
                ConsistencyClass.SteadyBelow,
                $"All basics met in {figures}, within the usual range {range}; its mean of {Percent(chart.Centre)} is below the target of {Percent(target)}."),
            _ => new(ConsistencyClass.Reliable, $"All basics met in {figures}, within the usual range {range}."),
        };
    }

    private static string Percent(double rate) => (100 * rate).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
