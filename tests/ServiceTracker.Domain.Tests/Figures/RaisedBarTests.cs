using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Tests.Figures;

public class RaisedBarTests
{
    [Theory]
    [InlineData(33, ", missed 33 times in 1000 interactions since. Up to 3 points of a fall since then are the bar’s")]
    [InlineData(4, ", missed 4 times in 1000 interactions since. Up to 0.4 points of a fall since then are the bar’s")]
    [InlineData(0, "; so far this was always met")]
    public void It_is_told_with_what_was_added_and_how_much_of_a_fall_it_makes_at_most(long missed, string sentence) => Assert.StartsWith(
        "The bar was raised: baseline 2, in force from 24 Aug 2026, also asks “Wait?” and “Goodbye?”" + sentence,
        new RaisedBar(2, new DateOnly(2026, 8, 24), ["Wait?", "Goodbye?"], missed, 1000).Sentence, StringComparison.Ordinal);
}
