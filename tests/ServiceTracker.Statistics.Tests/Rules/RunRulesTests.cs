using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.Rules;

public class RunRulesTests
{
    // z of each point, and the marks of one rule: + high, - low, * neither, . none.
    [Theory]
    [InlineData("nhs7", "outside", "3 3.1 -3 -3.1 0", ".+.-.")]
    [InlineData("nhs7", "shift", "1 1 1 1 1 1 1 -1", "+++++++.")]
    [InlineData("nhs7", "shift", "1 1 1 0 1 1 1 1", "........")]
    [InlineData("nhs6", "shift", "-1 -1 -1 -1 -1 -1 1", "------.")]
    [InlineData("nhs7", "trend", "0 .1 .2 .3 .4 .5 .6 .5", "+++++++.")]
    [InlineData("nhs7", "trend", "0 .1 .2 .3 .3 .5 .6 .7", "........")]
    [InlineData("nhs6", "trend", "0 .1 .2 .3 .4 .5 .5", "++++++.")]
    [InlineData("nhs7", "trend", "0 1 2 3 4 5 6 5 4 3 2 1 0", "++++++-------")]
    [InlineData("nhs7", "two-in-three", "0 2.1 1 2.2 0 2.1 0", ".+.+...")]
    [InlineData("nhs7", "two-in-three", "0 2.1 -1 2.2 0", ".....")]
    [InlineData("nhs7", "two-in-three", "2.1 2.2", "..")]
    [InlineData("nhs7", "two-in-three", "2.1 3.5 2.2", "+.+")]
    [InlineData("nhs7", "two-in-three", "2 2 1", "...")]
    [InlineData("western-electric", "we1", "2.9 3.1 -3.2", ".+-")]
    [InlineData("western-electric", "we2", "2.1 0 2.1 0 -2.1 -2.1", "..+..-")]
    [InlineData("western-electric", "we2", "2.1 2.1", "..")]
    [InlineData("western-electric", "we2", "2.1 2.1 0 2.1", "...+")]
    [InlineData("western-electric", "we3", "1.1 1.1 0 1.1 1.1 -1.1 1.1", "....+..")]
    [InlineData("western-electric", "we4", "1 1 1 1 1 1 1 1 1 -1", ".......++.")]
    [InlineData("nelson", "n2", "1 1 1 1 1 1 1 1 1 0", "........+.")]
    [InlineData("nelson", "n3", "0 .1 .2 .3 .4 .5 .6 .5", ".....++.")]
    [InlineData("nelson", "n4", "0 1 0 1 0 1 0 1 0 1 0 1 0 1 0", ".............**")]
    [InlineData("nelson", "n4", "0 1 0 1 0 1 0 0 1 0 1 0 1 0 1", "...............")]
    [InlineData("nelson", "n5", "-2.1 -2.1 0 -2.1", "...-")]
    [InlineData("nelson", "n6", "-1.1 -1.1 -1.1 0 -1.1", "....-")]
    [InlineData("nelson", "n7", "0 1 -1 0 1 -1 0 1 -1 0 1 -1 0 1 -1 1.1", "..............*.")]
    [InlineData("nelson", "n8", "1.1 -1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 0", ".......**.")]
    [InlineData("nelson", "n8", "1.1 1.1 1.1 1.1 1.1 1.1 1.1 1.1 -1.1", "........*")]
    public void A_rule_marks_its_pattern(string set, string rule, string z, string marks)
    {
        var values = z.Split(' ').Select(double.Parse).ToArray();

        var found = RunRules.Named(set)!.Rules.Single(x => x.Name == rule).Marks(RunSeries.Of(values, 0, 1));

        Assert.Equal(marks, string.Concat(found.Select(x => x switch { 0 => '.', 1 => '+', -1 => '-', _ => '*' })));
    }

    [Fact]
    public void A_point_carries_one_signal_and_the_first_match_wins()
    {
        // A rising series beyond the limit at its end, all on one side.
        var chart = IndividualsChart.Of([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 3.5], new() { Centre = 0, Sigma = 1 });

        var signals = ChartSignals.Of(chart, RunRules.Nhs7);

        Assert.Equal(["trend", "trend", "trend", "trend", "trend", "trend", "outside"], signals.Select(x => x?.Rule.Name));
        Assert.All(signals, x => Assert.Equal(SignalDirection.High, x?.Direction));
    }

    [Fact]
    public void Rules_do_not_reach_over_the_start_of_a_part()
    {
        double[] values = [1, 1, 1, 1, 1, 1, 1, 1];
        Assert.All(Signals([]), x => Assert.Equal("shift", x?.Rule.Name));
        Assert.All(Signals([4]), x => Assert.Null(x));

        PointSignal?[] Signals(int[] starts) =>
            ChartSignals.Of(IndividualsChart.Of(values, new() { Centre = 0, Sigma = 1, PartStarts = starts }), RunRules.Nhs7);
    }

    [Fact]
    public void Zones_are_thirds_of_the_width_of_the_limits()
    {
        IEnumerable<string?> Signals(double width) =>
            [.. ChartSignals.Of(
                IndividualsChart.Of([1.7, 0, 1.8], new() { Centre = 0, Sigma = 1, Width = width }), RunRules.WesternElectric).Select(x =>
                    x?.Rule.Name)];

        Assert.Equal([null, null, null], Signals(3));
        Assert.Equal([null, null, "we2"], Signals(2.4)); // 2 σ of 3 is 1.6 of 2.4
        Assert.Equal(["we1", null, "we1"], Signals(1.5));
    }

    [Fact]
    public void An_excluded_point_takes_no_part_in_runs_but_is_judged_by_itself()
    {
        double[] values = [1, 1, 1, -4, 1, 1, 1, 1];
        var signals = ChartSignals.Of(IndividualsChart.Of(values, new() { Centre = 0, Sigma = 1, Excluded = [3] }), RunRules.Nhs7);

        Assert.Equal(["shift", "shift", "shift", "outside", "shift", "shift", "shift", "shift"], signals.Select(x => x?.Rule.Name));
    }

    [Fact]
    public void The_mirror_image_of_a_series_has_the_mirrored_signals() =>
        Series.Always(values =>
        {
            foreach (var set in RunRules.Sets)
            {
                var signals = ChartSignals.Of(Chart(values), set);
                var mirrored = ChartSignals.Of(Chart([.. values.Select(x => -x)]), set);
                Assert.Equal(signals.Select(x => x?.Rule), mirrored.Select(x => x?.Rule));
                Assert.Equal(signals.Select(x => Mirror(x?.Direction)), mirrored.Select(x => x?.Direction));
            }

            static ControlChart Chart(double[] values) => IndividualsChart.Of(values, new() { Centre = 0, Sigma = 1 });
            static SignalDirection? Mirror(SignalDirection? direction) => direction switch
            {
                SignalDirection.High => SignalDirection.Low,
                SignalDirection.Low => SignalDirection.High,
                _ => direction,
            };
        });

    [Fact]
    public void A_gap_anywhere_changes_no_other_points_signal() =>
        (from values in Series from place in Gen.Choose(0, values.Length) select (values, place)).Always(x =>
        {
            foreach (var set in RunRules.Sets)
            {
                var options = new ChartOptions { Centre = 0, Sigma = 1 };
                var without = ChartSignals.Of(IndividualsChart.Of(x.values, options), set);
                var with = ChartSignals.Of(IndividualsChart.Of([.. x.values[..x.place], double.NaN, .. x.values[x.place..]], options), set);
                Assert.Null(with[x.place]);
                Assert.Equal(without, [.. with[..x.place], .. with[(x.place + 1)..]]);
            }
        });

    [Fact]
    public void A_long_run_is_marked_in_linear_time()
    {
        // A million points in one run: quadratic work would take hours.
        var marks = RunRules.Nhs7.Rules[3].Marks(RunSeries.Of(Enumerable.Repeat(1.0, 1_000_000).ToArray(), 0, 1));

        Assert.All(marks, x => Assert.Equal(1, x));
    }

    [Fact]
    public void Sets_are_found_by_name_and_the_first_is_the_default()
    {
        Assert.Equal(["nhs7", "nhs6", "western-electric", "nelson"], RunRules.Sets.Select(x => x.Name));
        Assert.Null(RunRules.Named("NHS7"));
    }

    // Coarse values, so that ties, points on the centre and points exactly on a line come up often.
    private static Gen<double[]> Series =>
        from size in Gen.Choose(0, 60) from values in Gen.Choose(-7, 7).ListOf(size) select values.Select(x => x / 2.0).ToArray();
}
