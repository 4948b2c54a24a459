using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class FlagLabelTests
{
    [Theory]
    // L, B, E, U, largest basic (bit 3): the flag's label, the settled one.
    [InlineData(100, 10, 20, 1, 5, DetectionKind.Lower, DetectionKind.Lower)]
    [InlineData(100, 10, 111, 1, 5, DetectionKind.Erratic, DetectionKind.Erratic)]
    [InlineData(100, 10, 110, 1, 5, DetectionKind.Lower, DetectionKind.Erratic)]
    [InlineData(100, 10, 34, 1, 5, DetectionKind.Lower, DetectionKind.Erratic)]
    [InlineData(100, 10, 33, 1, 5, DetectionKind.Lower, DetectionKind.Lower)]
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
}
