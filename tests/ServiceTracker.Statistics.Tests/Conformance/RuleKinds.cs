using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>Run rules on a series with a given centre and σ.</summary>
public static class RuleKinds
{
    public static readonly IReadOnlyDictionary<string, GoldenKind> All = new Dictionary<string, GoldenKind>
    {
        ["rules_we_nelson"] = golden =>
        {
            var series = Series(golden);
            return new Dictionary<string, object?>
            {
                ["western_electric"] = Named(RunRules.WesternElectric, rule => Indices(rule.Marks(series()))),
                ["nelson"] = Named(RunRules.Nelson, rule => Indices(rule.Marks(series()))),
            };
        },
        ["rules_mdc_param"] = golden =>
        {
            var series = Series(golden);
            Dictionary<string, object?> Sides(RunRuleTest test)
            {
                var marks = new RunRule("", "", test).Marks(series());
                return new() { ["upper"] = Indices(marks, 1), ["lower"] = Indices(marks, -1) };
            }

            return new Dictionary<string, object?>
            {
                ["astronomical"] = Sides(RunRules.Beyond(3)),
                ["shift"] = Sides(RunRules.OneSide(golden.Options.WholeNumber("run_length"))),
                ["trend"] = Sides(RunRules.Trend(golden.Options.WholeNumber("trend_points"))),
                ["two_in_three_beyond_only"] =
                    Sides(RunRules.TwoInThree(2, double.PositiveInfinity, thirdOnSameSide: false, wholeWindow: false)),
                ["two_in_three_whole_series"] =
                    Sides(RunRules.TwoInThree(2, double.PositiveInfinity, thirdOnSameSide: false, wholeWindow: true)),
            };
        },
    };

    /// <summary>What each rule of a set makes of something, by the rule's name in capitals.</summary>
    public static Dictionary<string, object?> Named(RunRuleSet set, Func<RunRule, object?> find) =>
        set.Rules.ToDictionary(x => x.Name.ToUpperInvariant(), find);

    /// <summary>The marked points.</summary>
    public static int[] Indices(sbyte[] marks, sbyte? only = null) =>
        [.. Enumerable.Range(0, marks.Length).Where(i => only is null ? marks[i] != 0 : marks[i] == only)];

    private delegate RunSeries SeriesSource();

    // Gaps take part in no run, but keep their place.
    private static SeriesSource Series(GoldenCase golden)
    {
        var values = golden.Input.Numbers("values");
        if (values.Any(double.IsNaN)) throw new NotSupportedException("A gap in a series of plain rules.");
        return () => RunSeries.Of(values, golden.Options.Number("center"), golden.Options.Number("sigma"));
    }
}
