using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Tests.Charts;

public class ChartConstantsTests
{
    // Montgomery, appendix "Factors for constructing variables control charts", four decimals.
    [Theory]
    [InlineData(2, 0.7979)]
    [InlineData(5, 0.9400)]
    [InlineData(10, 0.9727)]
    [InlineData(25, 0.9896)]
    public void C4_is_as_tabled(int n, double c4) => Assert.Equal(c4, ChartConstants.C4(n), 5e-5);

    [Theory]
    [InlineData(2, 1.128)]
    [InlineData(5, 2.326)]
    [InlineData(10, 3.078)]
    [InlineData(25, 3.931)]
    public void D2_is_as_tabled(int n, double d2) => Assert.Equal(d2, ChartConstants.D2(n));

    [Fact]
    public void C4_of_a_million_does_not_overflow_and_is_1_less_a_quarter_of_a_millionth() =>
        Assert.Equal(1 - 0.25 / 999_999.75, ChartConstants.C4(1_000_000), 1e-9);

    [Fact]
    public void There_is_no_constant_for_a_single_value()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartConstants.C4(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartConstants.D2(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartConstants.D2(26));
    }
}
