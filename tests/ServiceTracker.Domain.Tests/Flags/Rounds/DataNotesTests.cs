using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Flags.Rounds;

public sealed class DataNotesTests
{
    private static readonly IsoWeek Week = IsoWeek.Of(new(2026, 11, 16));

    [Fact]
    public void A_channel_on_which_the_same_people_do_less_is_told_and_the_others_are_not()
    {
        StaffChannelCount[] counts =
        [
            new("1", "11", 180, 200), new("1", "12", 140, 200), new("2", "11", 182, 200), new("2", "12", 145, 200),
        ];
        var found = DataNotes.OfChannels(ChannelGap.Of(counts), 3, Week, int.Parse).ToList();
        Assert.Equal([(11, false), (12, true)], found.Select(f => (f.ChannelId, f.IsTold)));
        Assert.Equal(
            "Met in 71 % of 400, 19 points less often than on the other channels by the same people. "
            + "That is of the eight weeks to 2026-11-22.", found[1].Sentence);
        var figures = FlagEvidence.Read(found[1].Evidence);
        Assert.Equal((400, new DateOnly(2026, 9, 28)), (figures.N, figures.Since));
        Assert.Equal((0.7125, 0.905), (figures.ObservedRate, Math.Round(figures.UsualRate, 6)));
        // Nobody works on both: there is nobody to be compared with themselves.
        Assert.Empty(DataNotes.OfChannels(ChannelGap.Of([new("1", "11", 180, 200), new("2", "12", 140, 200)]), 3, Week, int.Parse));
    }

    [Theory]
    [InlineData(80, 15, 1, 4, true)]
    // As sure, but own logs are the stricter ones.
    [InlineData(80, 1, 15, 4, false)]
    [InlineData(80, 6, 4, 10, false)]
    public void Own_logs_that_say_met_more_often_than_others_saw_are_told(long both, long onlyOwn, long onlyOther, long none, bool isTold)
    {
        var finding = Assert.Single(DataNotes.OfEvidence(EvidenceGap.Of(both, onlyOwn, onlyOther, none), 3, Week));
        Assert.Equal((FlagKind.EvidenceGap, isTold), (finding.Kind, finding.IsTold));
        Assert.Equal((double)(both + onlyOther) / 100, FlagEvidence.Read(finding.Evidence).ObservedRate, 12);
        Assert.Empty(DataNotes.OfEvidence(null, 3, Week));
    }

    [Theory]
    // Quick logs never show a miss; they are lower; they are about alike.
    [InlineData(40, 50, 350, 350, 40, 40, true)]
    [InlineData(50, 50, 280, 350, 40, 40, false)]
    [InlineData(44, 50, 320, 350, 40, 40, false)]
    // Busy days: four of forty are told, three are not; of nine days nothing is.
    [InlineData(0, 0, 350, 350, 40, 36, true)]
    [InlineData(0, 0, 350, 350, 40, 37, false)]
    [InlineData(44, 50, 320, 350, 9, 0, false)]
    public void Quick_logs_that_flatter_and_busy_days_on_which_nobody_logs_are_told(
        long fullMet, long full, long quickMet, long quick, int days, int logged, bool isTold) =>
        Assert.Equal(
            isTold, Assert.Single(DataNotes.OfLogging(LoggingGap.Of(fullMet, full, quickMet, quick, days, logged), 3, Week)).IsTold);

    [Fact]
    public void Nothing_to_compare_gives_no_finding() =>
        Assert.Empty(DataNotes.OfLogging(LoggingGap.Of(0, 0, 50, 50, 9, 0), 3, Week));

    [Theory]
    [InlineData(6, 6)]
    // Among fewer than six nobody is told apart, and nothing is said of anybody.
    [InlineData(5, 0)]
    public void Who_is_named_in_a_comparison_is_told_and_the_others_are_usual(int people, int findings)
    {
        StaffCount[] counts = [.. Enumerable.Range(1, people).Select(i => new StaffCount($"{i}", i == 1 ? 90 : 180, 200))];
        var comparison = StaffComparison.OfAlike(counts);
        var found = RoundOfPeople.Of(comparison, 3, Week, int.Parse).ToList();
        Assert.Equal(findings, found.Count);
        Assert.Equal(findings == 0 ? [] : [1], found.Where(f => f.IsTold).Select(f => f.StaffId));
        if (findings == 0) return;
        var figures = FlagEvidence.Read(found[0].Evidence);
        Assert.Equal((0.45, 200, comparison.Threshold), (figures.ObservedRate, figures.N, figures.Threshold));
        Assert.True(figures.Statistic < figures.Threshold);
    }
}
