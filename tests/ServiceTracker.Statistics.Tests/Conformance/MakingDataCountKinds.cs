using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>The XmR chart of "Making Data Count" with its icons.</summary>
public static class MakingDataCountKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["xmr_mdc"] = golden =>
        {
            var dots = PlotTheDots.Of(
                golden.Input.Numbers("values"),
                Enum.Parse<ImprovementDirection>(golden.Options.Text("improvement_direction"), ignoreCase: true),
                golden.Options.NumberOrNull("target"),
                new ChartOptions
                {
                    BaselinePoints = golden.Options.WholeNumberOrNull("fix_after_n_points"),
                    PartStarts = golden.Options.WholeNumbersOrEmpty("rebase_at_indices"),
                    ScreenMovingRanges = golden.Options.Flag("screen_outliers"),
                    Safeguards = false,
                });
            var points = dots.Chart.Points;
            return new Dictionary<string, object?>
            {
                ["segment"] = points.Select(x => x.Part),
                ["mean"] = points.Select(x => x.Centre),
                ["lpl"] = points.Select(x => x.Lower),
                ["upl"] = points.Select(x => x.Upper),
                ["relative_to_mean"] = points.Select(x => x.Side),
                ["outside_limits"] = points.Select(x => Known(x, x.IsOutside)),
                ["close_to_limits"] = points.Select(x => Known(x, IsClose(x))),
                ["special_cause_type"] = dots.Signals.Select(Words),
                ["point_type"] = dots.Points.Select(x => SnakeCase(x.ToString())),
                ["flagged_indices"] = Enumerable.Range(0, points.Count).Where(i => dots.Signals[i] is not null),
                ["variation_type"] = dots.Variation is { } variation ? SnakeCase(variation.ToString()) : null,
                ["assurance_type"] = dots.Assurance is { } assurance ? SnakeCase(assurance.ToString()) : null,
                ["short_group_warning"] = points.Select(x =>
                    dots.Chart.Parts[x.Part] is var part && part.End - part.Start < PlotTheDots.FewestPoints),
            };
        },
    };

    // Without limits the reference cannot say.
    private static bool? Known(ControlChartPoint point, bool answer) => double.IsNaN(point.Upper) ? null : answer;

    private static bool IsClose(ControlChartPoint point) =>
        !point.IsOutside && (Level.Compare(point.Value, point.InnerUpper) > 0 || Level.Compare(point.Value, point.InnerLower) < 0);

    private static string Words(PointSignal? signal) => signal is not { } found ? "Common Cause" : (found.Rule.Name, found.Direction) switch
    {
        ("outside", SignalDirection.High) => "Above UCL",
        ("outside", _) => "Below LCL",
        ("trend", SignalDirection.High) => "7 Point Trend (Increasing)",
        ("trend", _) => "7 Point Trend (Decreasing)",
        ("two-in-three", SignalDirection.High) => "2 in 3 Above CL",
        ("two-in-three", _) => "2 in 3 Below CL",
        ("shift", SignalDirection.High) => "7 Points Above CL",
        ("shift", _) => "7 Points Below CL",
        _ => found.Rule.Name,
    };

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
