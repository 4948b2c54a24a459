using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.Analysis;

public class ChartAnalysisTests
{
    [Fact]
    public void A_drop_below_the_limit_of_a_p_chart_is_one_signal_in_words()
    {
        var analysis = ChartAnalysis.Of(new()
        {
            Kind = ChartKind.P,
            Values = [.. Enumerable.Repeat(90.0, 25).Cast<double?>(), 70],
            Sizes = [.. Enumerable.Repeat(100.0, 26).Cast<double?>()],
            Labels = [.. Enumerable.Range(1, 26).Select(x => $"2026-W{x:00}")],
            BaselinePoints = 25,
            Target = 0.85,
        });

        var last = analysis.Points[^1];
        Assert.Equal(("2026-W26", 0.7, 100.0), (last.Label, last.Value, last.Size));
        Assert.Equal(0.81, last.Lower!.Value, 1e-12);
        Assert.Equal(("outside", "beyond a control limit", SignalDirection.Low), (last.Rule, last.Finding, last.Direction));
        Assert.Equal(Variation.SpecialCauseConcern, analysis.Variation.Value);
        Assert.Equal(Assurance.Inconsistent, analysis.Assurance.Value);
        Assert.Empty(analysis.Notes);
        Assert.All(analysis.Points.SkipLast(1), x => Assert.Null(x.Rule));
    }

    [Theory]
    [InlineData(12, null, "Not enough yet: 12 of 13 points.", "trial-limits")]
    [InlineData(13, Variation.CommonCause, null, "limits-provisional")]
    [InlineData(24, Variation.CommonCause, null, "limits-provisional")]
    [InlineData(25, Variation.CommonCause, null, null)]
    public void Icons_need_13_points_and_firm_limits_25(int points, Variation? icon, string? unavailable, string? note)
    {
        var analysis = ChartAnalysis.Of(
            new() { Kind = ChartKind.XmR, Values = [.. Enumerable.Range(0, points).Select(i => (double?)(50 + i % 3))] });

        Assert.Equal(new Icon<Variation>(icon, unavailable), analysis.Variation);
        Assert.Equal(note is null ? [] : [note], analysis.Notes.Select(x => x.Code));
        Assert.Equal("There is no target.", analysis.Assurance.Unavailable);
    }

    [Fact]
    public void A_new_part_has_no_icons_before_its_own_13_points()
    {
        var analysis = ChartAnalysis.Of(new()
        {
            Kind = ChartKind.XmR,
            Values = [.. Enumerable.Range(0, 40).Select(i => (double?)(50 + i % 3))],
            PartStarts = [30],
            Target = 10,
        });

        Assert.Equal("Not enough yet: 10 of 13 points.", analysis.Variation.Unavailable);
        Assert.Equal(("trial-limits", 1), (analysis.Notes.Single().Code, analysis.Notes.Single().Part));
    }

    [Fact]
    public void Every_valid_request_is_answered_with_numbers_only() => Requests.Always(
        request =>
        {
            var analysis = ChartAnalysis.Of(request);

            var count = request.Subgroups?.Count ?? request.Values.Count;
            Assert.Equal(count, analysis.Points.Count);
            foreach (var point in analysis.Points)
            {
                foreach (var figure in (double?[])[point.Value, point.Size, point.Centre, point.Lower, point.Upper, point.LowerTwoSigma,
                    point.UpperTwoSigma, point.Z])
                    Assert.True(figure is not { } number || double.IsFinite(number));
                Assert.Equal(point.Rule is null, point.Variation == Variation.CommonCause);
                Assert.Equal(point.Rule is null, point.Direction is null);
                if (point.Value is null)
                {
                    Assert.Null(point.Rule);
                    continue;
                }

                Assert.True(point.Centre is not null || analysis.Parts[point.Part].BaselineCount == 0);
                if (point is { Lower: { } lower, Upper: { } upper }) Assert.True(lower <= upper + 1e-9);
                if (point is { Lower: not null, Upper: not null, Excluded: false, Rule: not ("outside" or "we1" or "n1") }
                    && analysis.Notes.All(x => x.Code != "no-variation-yet"))
                    Assert.True(point.Value <= point.Upper + 1e-6 && point.Value >= point.Lower - 1e-6);
                // Counts bring their own spread, so limits are missing only where nothing makes them.
                if (request.Kind is ChartKind.P or ChartKind.PPrime or ChartKind.C or ChartKind.U or ChartKind.UPrime or ChartKind.G)
                    Assert.Equal(analysis.Parts[point.Part].BaselineCount == 0, point.Upper is null);
            }

            Assert.Equal(analysis.Variation.Value is null, analysis.Variation.Unavailable is not null);
            Assert.Equal(analysis.Assurance.Value is null, analysis.Assurance.Unavailable is not null);
        },
        tests: 1000);

    [Fact]
    public void A_mirrored_proportion_has_mirrored_signals() =>
        Gen.Choose(1, 40).SelectMany(size => Properties.CountOf(300).ListOf(size)).Always(weeks =>
    {
        foreach (var kind in (ChartKind[])[ChartKind.P, ChartKind.PPrime])
        {
            ChartAnalysis Chart(bool mirrored) => ChartAnalysis.Of(new()
            {
                Kind = kind,
                Values = [.. weeks.Select(x => (double?)(mirrored ? x.N - x.K : x.K))],
                Sizes = [.. weeks.Select(x => (double?)x.N)],
                Better = mirrored ? ImprovementDirection.Decrease : ImprovementDirection.Increase,
                Rules = "nelson",
            });

            var (one, other) = (Chart(false), Chart(true));
            Assert.Equal(one.Points.Select(x => x.Rule), other.Points.Select(x => x.Rule));
            Assert.Equal(one.Points.Select(x => x.Variation), other.Points.Select(x => x.Variation));
            foreach (var (point, mirror) in one.Points.Zip(other.Points))
                if (point.Lower is { } lower) Assert.Equal(1 - lower, mirror.Upper!.Value, 1e-9);
        }
    });

    [Fact]
    public void A_request_that_does_not_fit_is_refused_by_the_name_of_the_field()
    {
        Refused("Sizes", new() { Kind = ChartKind.P, Values = [1] });
        Refused("Sizes", new() { Kind = ChartKind.P, Values = [1], Sizes = [1, 2] });
        Refused("Sizes", new() { Kind = ChartKind.XmR, Values = [1], Sizes = [2] });
        Refused("Sizes", new() { Kind = ChartKind.U, Values = [1], Sizes = [-1] });
        Refused("Values", new() { Kind = ChartKind.P, Values = [3], Sizes = [2] });
        Refused("Values", new() { Kind = ChartKind.P, Values = [3], Sizes = [0] });
        Refused("Values", new() { Kind = ChartKind.T, Values = [0] });
        Refused("Values", new() { Kind = ChartKind.C, Values = [-1] });
        Refused("Values", new() { Kind = ChartKind.XmR, Values = [double.NaN] });
        Refused("Values", new() { Kind = ChartKind.XmR, Values = [double.PositiveInfinity] });
        Refused("Values", new() { Kind = ChartKind.S, Values = [1], Subgroups = [[1, 2]] });
        Refused("Subgroups", new() { Kind = ChartKind.XBar, Values = [] });
        Refused("Subgroups", new() { Kind = ChartKind.XBar, Subgroups = [[double.NaN]] });
        Refused("Subgroups", new() { Kind = ChartKind.C, Values = [1], Subgroups = [] });
        Refused("Labels", new() { Kind = ChartKind.XmR, Values = [1], Labels = [] });
        Refused("Rules", new() { Kind = ChartKind.XmR, Values = [1], Rules = "tea-leaves" });
        Refused("BaselinePoints", new() { Kind = ChartKind.XmR, Values = [1], BaselinePoints = 0 });
        Refused("PartStarts", new() { Kind = ChartKind.XmR, Values = [1], PartStarts = [1] });
        Refused("Excluded", new() { Kind = ChartKind.XmR, Values = [1], Excluded = [-1] });
        Refused("Target", new() { Kind = ChartKind.XmR, Values = [1], Target = double.NaN });
        Refused("Centre", new() { Kind = ChartKind.P, Values = [1], Sizes = [2], Centre = 1 });
        Refused("Centre", new() { Kind = ChartKind.T, Values = [1], Centre = 1 });
        Refused("Sigma", new() { Kind = ChartKind.P, Values = [1], Sizes = [2], Sigma = 1 });
        Refused("Sigma", new() { Kind = ChartKind.XmR, Values = [1], Sigma = -1 });
        Refused("Kind", new() { Kind = (ChartKind)99, Values = [1] });
        Refused("Better", new() { Kind = ChartKind.XmR, Values = [1], Better = (ImprovementDirection)9 });

        static void Refused(string field, ChartRequest request) =>
            Assert.Equal(field, Assert.Throws<ArgumentException>(() => ChartAnalysis.Of(request)).ParamName);
    }

    [Fact]
    public void Nothing_at_all_is_an_empty_chart()
    {
        var analysis = ChartAnalysis.Of(new() { Kind = ChartKind.XmR });

        Assert.Empty(analysis.Points);
        Assert.Empty(analysis.Notes);
        Assert.Equal("Not enough yet: 0 of 13 points.", analysis.Variation.Unavailable);
    }

    /// <summary>Any valid request: every kind and rule set, gaps, parts, exclusions, single points, perfect and constant series.</summary>
    public static Gen<ChartRequest> Requests { get; } =
        from kind in Gen.Elements(Enum.GetValues<ChartKind>())
        from rules in Gen.Elements(RunRules.Sets.Select(x => x.Name).ToArray())
        from count in Gen.Frequency((1, Gen.Choose(0, 3)), (4, Gen.Choose(4, 45)))
        from most in Gen.Elements(0, 1, 10, 100)
        from gap in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true))).ListOf(count)
        from sizes in Gen.Frequency((1, Gen.Constant(0)), (9, Gen.Choose(1, 100))).ListOf(count)
        from raw in Gen.Choose(0, most).ListOf(count)
        from groups in Gen.Choose(0, most).ListOf(5).ListOf(count)
        from starts in Gen.Choose(0, Math.Max(0, count - 1)).ListOf(count == 0 ? 0 : 2)
        from excluded in Gen.Choose(0, Math.Max(0, count - 1)).ListOf(count == 0 ? 0 : 2)
        from baseline in Gen.Elements(null, 1, 2, 8, (int?)20)
        from screen in Gen.Elements(true, false)
        from better in Gen.Elements(Enum.GetValues<ImprovementDirection>())
        from target in Gen.Elements(null, 0, (double?)0.5)
        select Request(kind, rules, gap, sizes, raw, groups) with
        {
            PartStarts = [.. starts.Take(baseline is null ? 2 : 1)],
            Excluded = [.. excluded],
            BaselinePoints = baseline,
            ScreenMovingRanges = screen,
            Better = better,
            Target = target,
        };

    private static ChartRequest Request(
        ChartKind kind, string rules, List<bool> gap, List<int> sizes, List<int> raw, List<List<int>> groups)
    {
        if (kind is ChartKind.XBar or ChartKind.S)
        {
            var subgroups = groups.Select((x, i) =>
                (IReadOnlyList<double>)[.. x.Take(gap[i] ? 0 : 1 + sizes[i] % 5).Select(v => (double)v)]);
            return new() { Kind = kind, Rules = rules, Subgroups = [.. subgroups] };
        }

        var sized = kind is ChartKind.P or ChartKind.PPrime or ChartKind.U or ChartKind.UPrime or ChartKind.IPrime;
        double? Value(int i) => gap[i] ? null
            : kind == ChartKind.T ? raw[i] + 1
            : kind is ChartKind.P or ChartKind.PPrime ? Math.Min(raw[i], sizes[i])
            : sized && sizes[i] == 0 ? 0
            : raw[i];
        return new()
        {
            Kind = kind,
            Rules = rules,
            Values = [.. Enumerable.Range(0, raw.Count).Select(Value)],
            Sizes = sized ? [.. sizes.Select(x => (double?)x)] : null,
        };
    }
}
