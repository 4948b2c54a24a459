using System.Globalization;
using ServiceTracker.Domain.Figures.Swings;
using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Domain.Figures;

/// <summary>How a unit stands, and the sentence that explains it.</summary>
/// <param name="Class">How the unit stands.</param>
/// <param name="Sentence">Why, in plain words and with the numbers.</param>
public sealed record Standing(ConsistencyClass Class, string Sentence)
{
    // The one rule that looks at one week alone.
    private const string Outside = "outside";

    /// <summary>
    /// The standing in the last week of a chart: erratic where the last eight weeks are marked on both sides, slipping or improving where
    /// the last week is marked, otherwise steady. A person is erratic only where the weeks swing more than colleagues' on the same channels
    /// do: marks on both sides may be the channel's weeks. And of a person one week alone outside its range is told, but is no slipping or
    /// improving.
    /// </summary>
    /// <param name="chart">At least one week; the last one is judged.</param>
    /// <param name="ofPerson">The unit is a person's.</param>
    /// <param name="swings">The person's weeks beside those of colleagues; null where they are not compared.</param>
    public static Standing Of(UnitChart chart, bool ofPerson, WeekSwings? swings = null)
    {
        var last = chart.Points[^1];
        if (last.N < MinimumSample.Default)
            return new(
                ConsistencyClass.NotEnoughYet,
                $"Not enough yet: {last.N} scored interactions in this week, {MinimumSample.Default} are needed.");
        if (chart is not { Centre: { } centre } || last is not { Rate: { } rate, Lower: { } lower, Upper: { } upper })
            return new(
                ConsistencyClass.NotEnoughYet,
                $"Not enough yet: {chart.WeeksWithData} weeks with interactions, {MinimumSample.Weeks} are needed.");

        var figures = $"All basics met in {Percent(rate)} of {last.N}";
        var range = $"the usual range {Percent(lower)}–{Percent(upper)}";
        if (ofPerson && swings is { IsUneven: true }) return new(ConsistencyClass.Erratic, $"{figures}; {swings.Words}.");
        var recent = chart.Recent;
        int concerns = recent.Count(p => p.Signal == Signal.Concern), improvements = recent.Count(p => p.Signal == Signal.Improvement);
        if (!ofPerson && concerns > 0 && improvements > 0)
        {
            return new(
                ConsistencyClass.Erratic,
                $"{figures}; of the last {recent.Count} weeks {concerns} stand out below and {improvements} above what is usual, " +
                $"{range}.{ChangeOf(chart)}");
        }

        if (last.Signal == Signal.None) return Steady(chart, centre, last.Target, $"{figures}, within {range}");
        var finding = Finding(chart, centre, range);
        if (ofPerson && last.Rule == Outside && concerns + improvements == 1)
            return Steady(chart, centre, last.Target, $"{figures}, {finding}: one week alone, which is no verdict on a person");
        return new(
            last.Signal == Signal.Concern ? ConsistencyClass.Slipping : ConsistencyClass.Improving,
            $"{figures}, {finding}.{ChangeOf(chart)}");
    }

    private static Standing Steady(UnitChart chart, double centre, double? target, string sentence) =>
        target is { } aim && Level.Compare(centre, aim) < 0
        ? new(ConsistencyClass.SteadyBelow, $"{sentence}; its mean of {Percent(centre)} is below the target of {Percent(aim)}.")
        : new(ConsistencyClass.Reliable, sentence + ".");

    // Which pattern the last week is part of. All but "outside" end in the last week, so the run is counted back from there.
    private static string Finding(UnitChart chart, double centre, string range)
    {
        var (last, isConcern) = (chart.Points[^1], chart.Points[^1].Signal == Signal.Concern);
        var rates = chart.Points.Select(p => p.Rate).OfType<double>().Reverse().ToList();
        switch (last.Rule)
        {
            case "shift":
                var side = Level.Compare(rates[0], centre);
                return $"the latest of {rates.TakeWhile(r => Level.Compare(r, centre) == side).Count()} weeks in a row " +
                    $"{(isConcern ? "below" : "above")} the mean of {Percent(centre)}, {range}";
            case "trend":
                var step = Level.Compare(rates[0], rates[1]);
                return $"the latest of {1 + rates.Zip(rates.Skip(1)).TakeWhile(r => Level.Compare(r.First, r.Second) == step).Count()} " +
                    $"weeks in a row {(isConcern ? "falling" : "rising")}, {range}";
            case "two-in-three":
                return $"the latest of two in three weeks near the {(isConcern ? "lower" : "upper")} end of {range}";
            default:
                return $"{(isConcern ? "below" : "above")} {range}";
        }
    }

    // What stands out may be another baseline's doing.
    private static string ChangeOf(UnitChart chart) => chart.Changes is [.., var change]
        ? string.Create(
            CultureInfo.InvariantCulture, $" Baseline {change.Number} is in force from {change.From:d MMM yyyy}, within the weeks shown.")
        : "";

    private static string Percent(double rate) => (100 * rate).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
