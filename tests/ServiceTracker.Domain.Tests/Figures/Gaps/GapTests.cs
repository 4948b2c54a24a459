using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Domain.Tests.Figures.Gaps;

public class GapTests
{
    private static readonly Gen<StaffChannelCount[]> Counts =
        from size in Gen.Choose(0, 25)
        from counts in Properties.CountOf(60).ListOf(size)
        from staff in Gen.Choose(0, 5).ListOf(size)
        from channels in Gen.Choose(0, 3).ListOf(size)
        select counts.Select((c, i) => new StaffChannelCount($"s{staff[i]}", $"c{channels[i]}", c.K, c.N)).ToArray();

    [Fact]
    public void Own_logs_that_flatter_are_told_with_their_size()
    {
        var gap = EvidenceGap.Of(61, 14, 3, 12);

        Assert.Equal(11 / 90.0, gap.Difference, 1e-12);
        Assert.Equal(0.0127, gap.PValue, 0.0001);
        Assert.InRange(gap.Ac1!.Value, 0.70, 0.72);
        Assert.InRange(gap.Kappa!.Value, 0.47, 0.48);
        Assert.Equal("Both say the same in 81 % of 90 interactions; own logs say met 12 points more often.", gap.Sentence);
        Assert.Equal(
            "Both say the same in 81 % of 90 interactions; own logs say met 12 points less often.", EvidenceGap.Of(61, 3, 14, 12).Sentence);
        Assert.EndsWith(
            "neither says met more often than chance explains.", EvidenceGap.Of(61, 4, 3, 12).Sentence, StringComparison.Ordinal);
        Assert.Null(EvidenceGap.Of(20, 0, 0, 0).Kappa);
        Assert.Throws<ArgumentException>(() => EvidenceGap.Of(0, 0, 0, 0));
    }

    [Fact]
    public void Quick_logs_that_never_miss_while_full_checks_do_are_straight_lined()
    {
        var gap = LoggingGap.Of(70, 100, 700, 700, daysActive: 50, daysLogged: 47);

        Assert.True(gap.IsStraightLined);
        Assert.Equal(0.3, gap.Difference!.Value, 1e-12);
        Assert.Equal(0.06, gap.NothingLogged!.Value, 1e-12);
        Assert.Equal(
            "100 % of 700 quick logs and 70 % of 100 full checks say all met: quick logs never show a miss. " +
            "Nothing was logged on 6 % of 50 usually busy days.", gap.Sentence);
    }

    [Fact]
    public void Quick_logs_are_compared_and_not_suspected()
    {
        Assert.Equal(
            "95 % of 200 quick logs and 80 % of 100 full checks say all met: quick logs flatter by 15 points.",
            LoggingGap.Of(80, 100, 190, 200).Sentence);
        Assert.Equal(
            "70 % of 200 quick logs and 90 % of 100 full checks say all met: quick logs are 20 points lower.",
            LoggingGap.Of(90, 100, 140, 200).Sentence);
        Assert.EndsWith("no more apart than chance explains.", LoggingGap.Of(9, 10, 100, 100).Sentence, StringComparison.Ordinal);
        Assert.False(LoggingGap.Of(9, 10, 20, 20).IsStraightLined);
        Assert.Equal("No full checks to compare with.", LoggingGap.Of(0, 0, 10, 20).Sentence);
        Assert.Equal(1, LoggingGap.Of(5, 10, 0, 0).PValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => LoggingGap.Of(11, 10, 1, 1));
    }

    [Fact]
    public void A_channel_is_not_judged_by_who_works_it()
    {
        // The weaker person works chat most; each is as good on chat as elsewhere.
        var gaps = ChannelGap.Of(
            [new("weak", "chat", 240, 300), new("weak", "desk", 80, 100), new("strong", "chat", 95, 100), new("strong", "desk", 285, 300)]);

        Assert.Equal(["chat", "desk"], gaps.Select(g => g.Channel));
        Assert.All(
            gaps,
            g => Assert.Equal((0, 1, true), (Math.Round(g.Difference!.Value, 12) + 0.0, Math.Round(g.AdjustedP, 9), g.IsWithinPeople)));
        Assert.Contains("no other than", gaps[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_on_which_the_same_people_deliver_less_is_told()
    {
        var gap = ChannelGap.Of(
            [.. Enumerable.Range(0, 8)
                .SelectMany(i =>
                    new StaffChannelCount[] { new($"s{i}", "chat", 70, 100),
                        new($"s{i}", "desk", 90, 100), new($"s{i}", "phone", 90, 100) })])[0];

        Assert.Equal(-0.2, gap.Difference!.Value, 1e-12);
        Assert.True(gap.AdjustedP < 1e-6);
        Assert.Equal("Met in 70 % of 800, 20 points less often than on the other channels by the same people.", gap.Sentence);
        Assert.False(ChannelGap.Of([new("a", "chat", 7, 10), new("b", "desk", 9, 10)])[0].IsWithinPeople);
        Assert.Null(Assert.Single(ChannelGap.Of([new("a", "chat", 7, 10)])).Difference);
        Assert.Empty(ChannelGap.Of([]));
    }

    [Fact]
    public void Channel_gaps_are_numbers_and_neither_order_nor_names_of_people_matter()
    {
        var examples = from c in Counts from other in Gen.Shuffle(c) select (c, other);
        examples.Always(x =>
        {
            var gaps = ChannelGap.Of(x.c);
            var others = ChannelGap.Of([.. x.other.Select(o => o with { Staff = $"p{9 - int.Parse(o.Staff[1..])}" })]);
            Assert.Equal(gaps.Select(g => g.Channel), others.Select(g => g.Channel));
            foreach (var (gap, other) in gaps.Zip(others))
            {
                Assert.Equal(gap.Difference ?? 9, other.Difference ?? 9, 1e-9);
                Assert.Equal(gap.PValue, other.PValue, 1e-9);
                Assert.InRange(gap.PValue, 0, 1);
                Assert.InRange(gap.AdjustedP, gap.PValue - 1e-12, 1);
                if (gap.Difference is { } d) Assert.InRange(d, -1, 1);
            }
        });
    }

    [Fact]
    public void The_evidence_gap_mirrors_when_the_sources_change_places() => Gen.Choose(0, 30).ListOf(4).Where(c => c.Sum() > 0).Always(c =>
    {
        var (gap, other) = (EvidenceGap.Of(c[0], c[1], c[2], c[3]), EvidenceGap.Of(c[0], c[2], c[1], c[3]));
        Assert.Equal(gap.Difference, -other.Difference);
        Assert.Equal(gap.PValue, other.PValue);
        Assert.Equal(gap.Kappa ?? 9, other.Kappa ?? 9, 1e-12);
    });
}
