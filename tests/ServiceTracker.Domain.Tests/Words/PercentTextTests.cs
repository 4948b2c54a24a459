using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Tests.Words;

public sealed class PercentTextTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.004, "0.4 %")]
    [InlineData(0.84, "84 %")]
    [InlineData(0.996, "99.6 %")]
    [InlineData(1, "100 %")]
    public void A_share_is_told_in_whole_percents_unless_they_would_say_nothing_or_all(double share, string text) =>
        Assert.Equal(text, PercentText.Of(share));

    [Theory]
    [InlineData(0.12, "12 points")]
    [InlineData(-0.12, "12 points")]
    [InlineData(0.004, "0.4 points")]
    public void A_difference_is_told_in_points_without_its_sign(double difference, string text) =>
        Assert.Equal(text, PercentText.Points(difference));
}
