using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class UsualLevelTests
{
    [Fact]
    public void The_first_25_weeks_count_from_the_next_day_on()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "xmm"), Terms());
        Assert.Equal((0, 0), (detector.Usual.N, detector.Usual.K));

        detector.AdvanceAll(Day(Monday.AddDays(1), "m"), Terms());
        Assert.Equal((3, 1), (detector.Usual.N, detector.Usual.K));
        Assert.Equal((3, 1), (detector.Usual.Applicable(0), detector.Usual.Missed(0)));
    }

    [Fact]
    public void Later_days_count_when_they_are_eight_weeks_old()
    {
        var detector = new ChangeDetector(1);
        var last = Monday.AddDays(174);
        var later = Monday.AddDays(175);
        detector.AdvanceAll(Day(Monday, "m"), Terms());
        detector.AdvanceAll(Day(last, "mm"), Terms());
        detector.AdvanceAll(Day(later, "xxmm"), Terms());
        Assert.Equal(3, detector.Usual.N);

        detector.AdvanceAll(Day(later.AddDays(1), "m"), Terms());
        Assert.Equal(3, detector.Usual.N);
        detector.AdvanceAll(Day(later.AddDays(55), "m"), Terms());
        Assert.Equal(3, detector.Usual.N);
        detector.AdvanceAll(Day(later.AddDays(56), "m"), Terms());
        Assert.Equal((7, 2), (detector.Usual.N, detector.Usual.K));
        Assert.Equal((7, 2), (detector.Usual.Applicable(0), detector.Usual.Missed(0)));
        detector.AdvanceAll(Day(later.AddDays(57), "m"), Terms());
        Assert.Equal(8, detector.Usual.N);
    }

    [Fact]
    public void Everything_counts_in_the_end_exactly_once()
    {
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Regular(days: 400, perDay: 7, every: 9, basics: 2), Terms(2));
        Assert.True(detector.Usual.N < 2800);

        detector.AdvanceAll(Day(detector.LastDate!.Value.AddDays(56), "m", 2), Terms(2));
        Assert.Equal((2800, 311), (detector.Usual.N, detector.Usual.K));
        Assert.Equal((2800, 311), (detector.Usual.Applicable(1), detector.Usual.Missed(1)));
        Assert.Equal(400, detector.Usual.Days.Days);
        Assert.Equal(7, detector.Usual.PerActiveDay);
    }

    [Fact]
    public void It_is_shrunk_to_the_site_by_50_interactions_and_a_basic_by_400()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(days: 10, perDay: 10, every: 5), Terms());
        detector.AdvanceAll(Day(Monday.AddDays(14), "m"), Terms());

        Assert.Equal((20 + 50 * 0.1) / 150, detector.Usual.Rate(0.1), 1e-12);
        Assert.Equal((20 + 400 * 0.04) / 500, detector.Usual.BasicRate(0, 0.04), 1e-12);
        Assert.Equal((20 + 200 * 0.04) / 300, detector.Usual.BasicRate(0, 0.04, UsualLevel.SpreadBasicWeight), 1e-12);
    }

    [Fact]
    public void A_basic_that_is_never_missed_is_taken_to_be_missed_in_two_of_a_thousand()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(days: 100, perDay: 20, every: int.MaxValue), Terms());

        Assert.Equal(0.002, detector.Usual.BasicRate(0, 0.001));
    }

    [Theory]
    [InlineData(0.1, 0, 0.1)]
    [InlineData(0.1, 0.8109302162163288, 0.2)]
    [InlineData(0.001, 0, 0.005)]
    [InlineData(0.4, 5, 0.5)]
    public void An_offset_moves_it_on_the_logit_scale_within_its_bounds(double rate, double offset, double moved) =>
        Assert.Equal(moved, UsualLevel.Moved(rate, offset), 1e-12);

    [Fact]
    public void It_is_short_until_25_weeks_lie_behind_the_first_day()
    {
        var detector = new ChangeDetector(1);
        Assert.True(detector.Usual.IsShort(Monday));
        detector.AdvanceAll(Day(Monday, "m"), Terms());

        Assert.True(detector.Usual.IsShort(Monday.AddDays(174)));
        Assert.False(detector.Usual.IsShort(Monday.AddDays(175)));
    }

    [Fact]
    public void A_slide_of_the_last_eight_weeks_is_not_the_usual_yet()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(days: 125, perDay: 9, every: 10), Terms());
        detector.AdvanceAll(Regular(days: 40, perDay: 9, every: 2, from: Monday.AddDays(175)), Terms());

        Assert.Equal(112.0 / 1125, (double)detector.Usual.K / detector.Usual.N, 1e-12);
    }
}
