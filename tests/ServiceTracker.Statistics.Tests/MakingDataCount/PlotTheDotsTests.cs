using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;

namespace ServiceTracker.Statistics.Tests.MakingDataCount;

public class PlotTheDotsTests
{
    [Theory]
    [InlineData(ImprovementDirection.Increase, Variation.SpecialCauseImprovement)]
    [InlineData(ImprovementDirection.Decrease, Variation.SpecialCauseConcern)]
    [InlineData(ImprovementDirection.Neutral, Variation.SpecialCauseNeutralHigh)]
    public void A_rise_is_good_or_bad_by_the_direction_that_is_better(ImprovementDirection better, Variation variation) =>
        Assert.Equal(variation, PlotTheDots.Of([50, 51, 49, 50, 51, 49, 50, 51, 49, 50, 51, 49, 60], better).Variation);

    [Theory]
    [InlineData(ImprovementDirection.Increase, 8.01, Assurance.ConsistentFail)]
    [InlineData(ImprovementDirection.Increase, 8.0, Assurance.Inconsistent)]
    [InlineData(ImprovementDirection.Increase, 2.0, Assurance.Inconsistent)]
    [InlineData(ImprovementDirection.Increase, 1.99, Assurance.ConsistentPass)]
    [InlineData(ImprovementDirection.Decrease, 8.01, Assurance.ConsistentPass)]
    [InlineData(ImprovementDirection.Decrease, 1.99, Assurance.ConsistentFail)]
    [InlineData(ImprovementDirection.Neutral, 8.01, null)]
    [InlineData(ImprovementDirection.Increase, null, null)]
    public void Assurance_compares_the_target_with_the_limits(ImprovementDirection better, double? target, Assurance? assurance) =>
        Assert.Equal(assurance, Assurances.Of(target, 2, 8, better));

    [Fact]
    public void A_turning_point_between_two_trends_belongs_to_the_later_one()
    {
        var dots = PlotTheDots.Of([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], ImprovementDirection.Increase, options: new() { Sigma = 10 });

        Assert.All(dots.Signals, x => Assert.Equal("trend", x?.Rule.Name));
        Assert.Equal(
            [.. Enumerable.Repeat(SignalDirection.High, 6), .. Enumerable.Repeat(SignalDirection.Low, 7)],
            dots.Signals.Select(x => x!.Value.Direction));
    }

    [Fact]
    public void Nothing_at_all_has_no_icons()
    {
        var dots = PlotTheDots.Of([], ImprovementDirection.Increase, target: 1);

        Assert.Empty(dots.Points);
        Assert.Null(dots.Variation);
        Assert.Null(dots.Assurance);
    }
}
