using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class FlagLabelTests
{
    [Theory]
    // L, B, E, U, largest basic (bit 3): the flag's label, the settled one.
    [InlineData(100, 10, 20, 1, 5, DetectionKind.Lower, DetectionKind.Lower)]
    [InlineData(100, 10, 111, 1, 5, DetectionKind.Erratic, DetectionKind.Erratic)]
    [InlineData(100, 10, 110, 1, 5, DetectionKind.Lower, DetectionKind.Erratic)]
    [InlineData(100, 20, 25.6, 1, 5, DetectionKind.Lower, DetectionKind.Erratic)]
    [InlineData(100, 20, 25.5, 1, 5, DetectionKind.Lower, DetectionKind.Lower)]
    [InlineData(100, 120, 20, 1, 101, DetectionKind.Basic, DetectionKind.Basic)]
    [InlineData(100, 120, 20, 1, 100, DetectionKind.Lower, DetectionKind.Basic)]
    [InlineData(100, 40, 20, 1, 31, DetectionKind.Lower, DetectionKind.Basic)]
    [InlineData(100, 40, 20, 1, 30, DetectionKind.Lower, DetectionKind.Lower)]
    [InlineData(1, 1, 1.5, 100, 1, DetectionKind.Better, DetectionKind.Better)]
    [InlineData(1, 1, 99, 100, 1, DetectionKind.Better, DetectionKind.Better)]
    [InlineData(50, 50, 0, 100, 1, DetectionKind.Lower, DetectionKind.Lower)]
    public void The_label_follows_the_shares_of_the_evidence(
        double lower, double basics, double erratic, double better, double basic, DetectionKind atFlag, DetectionKind settled)
    {
        var evidence = new Evidence(lower, 0, basics, erratic, better, 3, basic);

        Assert.Equal(new FlagLabel(atFlag, atFlag == DetectionKind.Basic ? 3 : null), FlagLabel.Provisional(evidence));
        Assert.Equal(new FlagLabel(settled, settled == DetectionKind.Basic ? 3 : null), FlagLabel.Settled(evidence));
    }

    [Fact]
    public void A_collapse_counts_against_swings_and_neither_in_the_evidence_nor_against_a_basic()
    {
        var swings = new Evidence(10, 0, 10, 100, 1, 3, 2);
        var collapse = swings with { Collapse = 1000 };

        Assert.Equal(121, collapse.Total);
        Assert.Equal(new FlagLabel(DetectionKind.Erratic), FlagLabel.Provisional(swings));
        Assert.Equal(new FlagLabel(DetectionKind.Lower), FlagLabel.Provisional(collapse));
        Assert.Equal(new FlagLabel(DetectionKind.Erratic), FlagLabel.Settled(swings));
        Assert.Equal(new FlagLabel(DetectionKind.Lower), FlagLabel.Settled(collapse));
        Assert.Equal(new FlagLabel(DetectionKind.Basic, 3), FlagLabel.Settled(collapse with { StrongestBasicEvidence = 3.1 }));
        Assert.Equal(new FlagLabel(DetectionKind.Better), FlagLabel.Settled(collapse with { Better = 101 }));
    }

    [Theory]
    // L and E of all interactions, the same of all detectors, the largest evidence of a channel. B is 10 and of no single basic.
    [InlineData(100, 26, 200, 60, 120, DetectionKind.Erratic)]
    [InlineData(100, 25, 200, 60, 120, DetectionKind.Lower)]
    [InlineData(100, 15, 50, 12, 20, DetectionKind.Erratic)]
    [InlineData(100, 14, 90, 27, 20, DetectionKind.Lower)]
    [InlineData(10, 10, 100, 27, 60, DetectionKind.Erratic)]
    [InlineData(10, 10, 100, 27, 91, DetectionKind.Lower)]
    public void On_several_channels_all_interactions_decide_unless_one_channel_has_shown_far_more(
        double lowerTogether, double erraticTogether, double lower, double erratic, double most, DetectionKind settled) => Assert.Equal(
        new FlagLabel(settled),
        FlagLabel.Settled(
            new Evidence(lowerTogether, 0, 10, erraticTogether, 0, 3, 1), new Evidence(lower, 0, 10, erratic, 0, 3, 1), most));
}
