using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.Tests.Figures.Comparison;

public sealed class BesideOthersTests
{
    [Fact]
    public void Expected_is_what_the_others_would_have_met_on_the_persons_own_channels()
    {
        // On the phone everybody meets 70 %; the person works there most. Many others, so that little is borrowed.
        BesideCell[] cells = [new("phone", "1", 210, 300, 70_000, 100_000), new("counter", "1", 95, 100, 95_000, 100_000)];
        var found = BesideOthers.Of(cells, 1.2)!;
        Assert.Equal((305, 400), (found.Met, found.N));
        Assert.Equal((300 * 0.7 + 100 * 0.95) / 400, found.Expected, 3);
        Assert.Equal(Signal.None, found.Signal);
    }

    [Theory]
    [InlineData(384, Signal.None)]
    [InlineData(352, Signal.None)]
    [InlineData(320, Signal.Concern)]
    [InlineData(400, Signal.Improvement)]
    public void Only_what_chance_and_usual_differences_do_not_explain_speaks(long met, Signal signal) =>
        Assert.Equal(signal, BesideOthers.Of([new("counter", "1", met, 400, 9_300, 10_000)], 1.2)!.Signal);

    [Fact]
    public void Weeks_in_which_the_others_are_not_told_are_compared_with_nothing()
    {
        BesideCell[] cells = [new("counter", "1", 9, 10, 0, 0), new("counter", "2", 18, 20, 93, 100)];
        Assert.Equal((18, 20), (BesideOthers.Of(cells, 1)!.Met, BesideOthers.Of(cells, 1)!.N));
        Assert.Null(BesideOthers.Of([cells[0], new("counter", "2", 9, 9, 93, 100)], 1));
    }

    [Fact]
    public void People_who_are_as_the_others_are_seldom_outside()
    {
        // Their own rates differ as they do as a rule: 0.0236 at 0.9, on the logit scale.
        var random = new Random(20261128);
        var outside = 0;
        for (var round = 0; round < 4_000; round++)
        {
            var logit = Math.Log(9) + 0.0236 / 0.09 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) *
                Math.Cos(2 * Math.PI * random.NextDouble());
            var rate = 1 / (1 + Math.Exp(-logit));
            var met = Enumerable.Range(0, 400).Count(_ => random.NextDouble() < rate);
            if (BesideOthers.Of([new("counter", "1", met, 400, 4_500, 5_000)], 1.16)!.Signal != Signal.None) outside++;
        }

        Assert.InRange(outside, 0, 20);
    }
}
