using FsCheck.Fluent;
using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Tests.Charts;

public class RunsAnalysisTests
{
    // Useful observations, longest usual run and fewest usual crossings: R's round(log2(n)) + 3 and qbinom(0.05, n - 1, 0.5).
    [Theory]
    [InlineData(10, 6, 2)]
    [InlineData(11, 6, 2)]
    [InlineData(12, 7, 3)]
    [InlineData(20, 7, 6)]
    [InlineData(24, 8, 8)]
    [InlineData(30, 8, 10)]
    [InlineData(40, 8, 14)]
    [InlineData(60, 9, 23)]
    [InlineData(100, 10, 41)]
    public void Limits_are_those_of_the_rules(int useful, int longest, int fewest)
    {
        Assert.Equal(longest, RunsAnalysis.LongestUsualRun(useful));
        Assert.Equal(fewest, RunsAnalysis.FewestUsualCrossings(useful));
    }

    [Fact]
    public void The_fewest_crossings_of_a_very_long_series_are_those_of_the_normal_distribution() =>
        // (n − 1)/2 − 1.6449·√(n − 1)/2, rounded up on the whole.
        Assert.InRange(RunsAnalysis.FewestUsualCrossings(1_000_001), 500_000 - 823, 500_000 - 821);

    [Fact]
    public void Points_on_the_line_are_not_useful_and_do_not_end_a_run()
    {
        var runs = RunsAnalysis.Of([1, 1, 0, 1, -1, 0, -1, 1]);

        Assert.Equal((8, 6, 3, 2), (runs.Observations, runs.Useful, runs.LongestRun, runs.Crossings));
    }

    [Fact]
    public void A_series_on_the_line_says_nothing() =>
        Assert.Equal(new RunsAnalysis(3, 0, null, null, null, null, false), RunsAnalysis.Of([0, 0, 0]));

    [Fact]
    public void A_long_run_and_a_lack_of_crossings_are_signals()
    {
        Assert.True(RunsAnalysis.Of([.. Enumerable.Repeat((sbyte)1, 8), .. Enumerable.Repeat((sbyte)-1, 4)]).Signal);
        Assert.False(RunsAnalysis.Of([.. Enumerable.Range(0, 24).Select(i => (sbyte)(i % 2 == 0 ? 1 : -1))]).Signal);
    }

    [Fact]
    public void The_mirror_image_has_the_same_runs() => Gen.Choose(-1, 1).ListOf(30).Always(sides => Assert.Equal(
        RunsAnalysis.Of([.. sides.Select(x => (sbyte)x)]),
        RunsAnalysis.Of([.. sides.Select(x => (sbyte)-x)])));
}
