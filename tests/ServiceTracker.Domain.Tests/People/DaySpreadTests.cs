using ServiceTracker.Domain.People;

namespace ServiceTracker.Domain.Tests.People;

public sealed class DaySpreadTests
{
    [Fact]
    public void Good_and_bad_days_with_the_same_mean_are_uneven_and_days_like_each_other_are_not()
    {
        // 90 of 100 both times.
        var alike = DaySpread.Of([.. Enumerable.Range(0, 40).Select(_ => (9L, 10L))]);
        var uneven = DaySpread.Of([.. Enumerable.Range(0, 40).Select(d => (d % 4 == 0 ? 6L : 10L, 10L))]);
        Assert.False(alike.IsUneven);
        Assert.True(uneven.IsUneven);
        Assert.Equal(
            "On 30 of 40 days every interaction had all basics met, and on the lowest in 60 %. " +
            "Days differ more than chance and usual variation make them.", uneven.Sentence);
        Assert.EndsWith("Days differ no more than chance and usual variation make them.", alike.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_days_say_nothing_and_days_without_interactions_are_none()
    {
        var found = DaySpread.Of([.. Enumerable.Range(0, 9).Select(d => (d % 2 == 0 ? 0L : 10L, 10L)), (0, 0), (0, 0)]);
        Assert.Equal((9, false, "Not enough yet: 9 days, 10 are needed."), (found.Days, found.IsUneven, found.Sentence));
    }

    [Fact]
    public void Chance_alone_is_seldom_uneven()
    {
        var random = new Random(20261128);
        var uneven = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var days = Enumerable.Range(0, 60)
                .Select(_ => ((long)Enumerable.Range(0, 9).Count(_ => random.NextDouble() < 0.9), 9L)).ToList();
            if (DaySpread.Of(days).IsUneven) uneven++;
        }

        Assert.InRange(uneven, 0, 4);
    }
}
