using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.Analysis;

/// <summary>Traps into which control charts are known to fall, each with what this product does.</summary>
public class PitfallTests
{
    private static readonly string[] EveryRuleSet = [.. RunRules.Sets.Select(x => x.Name)];

    [Theory]
    [InlineData(ChartKind.XmR, 0.1)]
    [InlineData(ChartKind.XmR, 0.0)]
    [InlineData(ChartKind.Individuals, 7.3)]
    [InlineData(ChartKind.MovingRange, 7.3)]
    [InlineData(ChartKind.Run, 0.1)]
    public void A_constant_series_has_limits_at_its_mean_and_flags_nothing(ChartKind kind, double value)
    {
        foreach (var rules in EveryRuleSet)
        {
            var analysis = ChartAnalysis.Of(new() { Kind = kind, Values = [.. Enumerable.Repeat((double?)value, 20)], Rules = rules });

            Assert.All(analysis.Points, x => Assert.Null(x.Rule));
            if (kind == ChartKind.Run) continue;
            Assert.Contains(analysis.Notes, x => x.Code == "no-variation-yet");
            Assert.All(analysis.Points.Skip(1), x => Assert.Equal((x.Centre, x.Centre, x.Centre), (x.Value, x.Lower, x.Upper)));
        }
    }

    [Fact]
    public void Constant_subgroups_flag_nothing()
    {
        var analysis = ChartAnalysis.Of(
            new() { Kind = ChartKind.S, Subgroups = [.. Enumerable.Repeat((IReadOnlyList<double>)[5, 5, 5], 20)], Rules = "nelson" });

        Assert.All(analysis.Points, x => Assert.Null(x.Rule));
        Assert.Equal("no-variation-yet", analysis.Notes[0].Code);
    }

    [Fact]
    public void One_bad_day_in_a_perfect_run_is_the_only_one_that_is_marked()
    {
        double?[] values = [5, 5, 5, 9, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5];

        var analysis = ChartAnalysis.Of(new() { Kind = ChartKind.XmR, Values = values });

        Assert.Equal([3], analysis.Points.Where(x => x.Rule == "outside").Select(x => x.Index));
        Assert.Contains(analysis.Notes, x => x.Code == "unscreened-ranges");
        // Taken literally, screening collapses the limits onto the mean and marks all fourteen.
        var literal = PlotTheDots.Of(
            [.. values.Select(x => x!.Value)], ImprovementDirection.Increase,
            options: new() { ScreenMovingRanges = true, Safeguards = false });
        Assert.All(literal.Signals, x => Assert.Equal("outside", x?.Rule.Name));
    }

    [Theory]
    [InlineData(0.1, 14)]
    [InlineData(0.7, 23)]
    [InlineData(1 / 3.0, 49)]
    public void Rounding_never_puts_a_value_beside_a_mean_that_equals_it(double value, int count)
    {
        var chart = IndividualsChart.XmR([.. Enumerable.Repeat(value, count)]);

        Assert.All(chart.Points, x => Assert.Equal((0, false), (x.Side, x.IsOutside)));
        Assert.Equal(0, Level.Compare(0.1 + 0.2, 0.3));
        Assert.Equal(1, Level.Compare(0.3001, 0.3));
    }

    [Fact]
    public void A_period_without_cases_is_a_gap_that_runs_cross_and_ranges_do_not()
    {
        double?[] values = [9, 5, 5, 9, 4, 0, 4, 4, 4, 4, 4, 4, 9];
        double?[] sizes = [.. values.Select(x => (double?)(x == 0 ? 0 : 10))];
        var analysis = ChartAnalysis.Of(new() { Kind = ChartKind.P, Values = values, Sizes = sizes });

        var gap = analysis.Points[5];
        Assert.Equal((null, null, null, null, null), (gap.Value, gap.Lower, gap.Upper, gap.Z, gap.Rule));
        Assert.Equal([4, 6, 7, 8, 9, 10, 11], analysis.Points.Where(x => x.Rule == "shift").Select(x => x.Index));
        Assert.Contains(analysis.Notes, x => x.Code == "gap" && x.Sentence.StartsWith("1 period", StringComparison.Ordinal));
        // Without the range of 1 over the gap the mean range is 2.
        Assert.Equal(2 / 1.128, IndividualsChart.Of([4, 6, double.NaN, 7, 9]).Points[0].Sigma, 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_perfect_baseline_still_has_limits_that_a_bad_week_can_break(int share)
    {
        double?[] sizes = [.. Enumerable.Repeat((double?)40, 26)];
        double?[] values = [.. Enumerable.Repeat((double?)(40 * share), 24), share == 1 ? 38 : 2, share == 1 ? 28 : 12];
        foreach (var kind in (ChartKind[])[ChartKind.P, ChartKind.PPrime])
        {
            var analysis = ChartAnalysis.Of(new() { Kind = kind, Values = values, Sizes = sizes, BaselinePoints = 24 });

            // k = n = 960: (960 + 45)/(960 + 50) = 0.995, cut to 0.98.
            var limit = 0.98 - 3 * Math.Sqrt(0.98 * 0.02 / 40);
            Assert.Equal(share == 1 ? limit : 1 - limit, (share == 1 ? analysis.Points[0].Lower : analysis.Points[0].Upper)!.Value, 1e-12);
            Assert.Equal(share, analysis.Points[0].Centre);
            Assert.Equal([25], analysis.Points.Where(x => x.Rule is not null).Select(x => x.Index));
            Assert.Contains(analysis.Notes, x => x.Code == "shrunken-rate");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_series_of_nothing_but_hits_or_misses_flags_nothing(int share)
    {
        foreach (var rules in EveryRuleSet)
        {
            var analysis = ChartAnalysis.Of(new()
            {
                Kind = ChartKind.P,
                Values = [.. Enumerable.Range(0, 30).Select(i => (double?)((10 + i) * share))],
                Sizes = [.. Enumerable.Range(0, 30).Select(i => (double?)(10 + i))],
                Rules = rules,
            });

            Assert.All(analysis.Points, x => Assert.Null(x.Rule));
            Assert.Contains(analysis.Notes, x => x.Code == "no-variation-yet");
        }
    }

    [Fact]
    public void Laney_falls_back_to_the_plain_chart_where_spread_between_periods_is_undefined()
    {
        double?[] values = [.. Enumerable.Repeat((double?)30, 20)], sizes = [.. Enumerable.Repeat((double?)40, 20)];
        var plain = ChartAnalysis.Of(new() { Kind = ChartKind.P, Values = values, Sizes = sizes });
        var primed = ChartAnalysis.Of(new() { Kind = ChartKind.PPrime, Values = values, Sizes = sizes });

        Assert.Equal(plain.Points.Select(x => x.Lower), primed.Points.Select(x => x.Lower));
        Assert.Contains(primed.Notes, x => x.Code == "plain-limits");
    }

    [Fact]
    public void A_limit_cut_to_1_is_said_to_be_unable_to_signal_and_a_full_score_is_never_outside()
    {
        var analysis = ChartAnalysis.Of(new()
        {
            Kind = ChartKind.P,
            Values = [.. Enumerable.Range(0, 26).Select(i => (double?)(i % 2 == 0 ? 10 : 8))],
            Sizes = [.. Enumerable.Repeat((double?)10, 26)],
        });

        Assert.All(analysis.Points, x => Assert.Equal((1.0, null), (x.Upper, x.Rule)));
        Assert.Equal(
            "The upper side cannot signal at any point: its limit is the highest possible value.",
            analysis.Notes.Single(x => x.Code == "upper-cannot-signal").Sentence);
        Assert.DoesNotContain(analysis.Notes, x => x.Code == "lower-cannot-signal");
    }

    [Fact]
    public void Zone_rules_follow_each_points_own_n()
    {
        // 0.56 is 2.4 σ above one half at n = 400, and 1.2 σ at n = 100: two in three holds for the first pair only.
        double?[] sizes = [400, 400, 400, 100, 100, 100], values = [224, 224, 202, 56, 56, 50];
        var analysis = ChartAnalysis.Of(new() { Kind = ChartKind.P, Values = values, Sizes = sizes, Centre = 0.5 });

        Assert.Equal(["two-in-three", "two-in-three", null, null, null, null], analysis.Points.Select(x => x.Rule));
    }

    [Fact]
    public void Where_n_is_huge_p_flags_everything_and_p_prime_what_is_unusual()
    {
        // Proportions that differ by half a percent from week to week, as they do everywhere, of 280 000 cases each.
        double?[] sizes = [.. Enumerable.Repeat((double?)280_000, 30)];
        double?[] values = [.. Enumerable.Range(0, 30).Select(i => (double?)Math.Round(280_000 * (0.95 + 0.005 * Math.Sin(40 * i))))];
        ChartAnalysis Chart(ChartKind kind) => ChartAnalysis.Of(new() { Kind = kind, Values = values, Sizes = sizes });
        static int Outside(ChartAnalysis analysis) => analysis.Points.Count(x => x.Rule == "outside");

        Assert.InRange(Outside(Chart(ChartKind.P)), 20, 30);
        Assert.Equal(0, Outside(Chart(ChartKind.PPrime)));
        Assert.Contains(Chart(ChartKind.P).Notes, x => x.Code == "over-dispersed" && x.Sentence.Contains("p′"));
        Assert.DoesNotContain(Chart(ChartKind.PPrime).Notes, x => x.Code == "over-dispersed");
    }

    [Fact]
    public void Where_n_is_small_a_reader_is_told_how_often_chance_signals()
    {
        Assert.Equal(0.0025, ProportionChart.FalseSignalChance(0.9, 5_000), 5e-4);
        // 0.95 of 10: the lower limit is 0.743, so 7 or fewer signal: 1 − P(8) − P(9) − P(10).
        Assert.Equal(0.0115, ProportionChart.FalseSignalChance(0.95, 10), 1e-4);

        ChartAnalysis Chart(int n) => ChartAnalysis.Of(new()
        {
            Kind = ChartKind.P,
            Values = [.. Enumerable.Range(0, 30).Select(i => (double?)(n - (i % 2) * n / 10))],
            Sizes = [.. Enumerable.Repeat((double?)n, 30)],
        });
        Assert.Contains(Chart(10).Notes, x => x.Code == "small-n" && x.Sentence.Contains("1 point in 87"));
        Assert.DoesNotContain(Chart(500).Notes, x => x.Code == "small-n");
    }

    [Fact]
    public void Single_values_are_no_judge_of_a_proportion() =>
        Assert.Contains(
            "p or p′ chart", Assert.Throws<ArgumentException>(() =>
                ChartAnalysis.Of(new() { Kind = ChartKind.XmR, Values = [9], Sizes = [10] })).Message);

    [Fact]
    public void Assurance_uses_the_limits_of_the_last_part()
    {
        ChartAnalysis Chart(int[] starts) => ChartAnalysis.Of(new()
        {
            Kind = ChartKind.XmR,
            Values = [.. Enumerable.Range(0, 40).Select(i => (double?)((i < 20 ? 50 : 80) + i % 3))],
            PartStarts = starts,
            Target = 70,
        });

        Assert.Equal(Assurance.ConsistentPass, Chart([20]).Assurance.Value);
        Assert.Equal(Assurance.ConsistentFail, Chart([]).Assurance.Value);
    }

    [Fact]
    public void Limits_of_Making_Data_Count_use_the_rounded_factor()
    {
        Assert.Equal(1 + 2.66, IndividualsChart.XmR([0.5, 1.5]).Points[0].Upper, 1e-12);
        Assert.Equal(1 + 3 / 1.128, IndividualsChart.Of([0.5, 1.5]).Points[0].Upper, 1e-12);
    }
}
