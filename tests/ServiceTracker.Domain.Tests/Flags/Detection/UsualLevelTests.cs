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
    public void After_25_active_weeks_days_count_when_they_are_eight_weeks_old()
    {
        var detector = new ChangeDetector(1);
        var later = Monday.AddDays(175);
        detector.AdvanceAll(Regular(125, 3, 10), Terms());
        detector.AdvanceAll(Day(later, "xxmm"), Terms());
        Assert.Equal(375, detector.Usual.N);

        detector.AdvanceAll(Day(later.AddDays(1), "m"), Terms());
        Assert.Equal(375, detector.Usual.N);
        detector.AdvanceAll(Day(later.AddDays(55), "m"), Terms());
        Assert.Equal(375, detector.Usual.N);
        detector.AdvanceAll(Day(later.AddDays(56), "m"), Terms());
        Assert.Equal((379, 39), (detector.Usual.N, detector.Usual.K));
        Assert.Equal((379, 39), (detector.Usual.Applicable(0), detector.Usual.Missed(0)));
        detector.AdvanceAll(Day(later.AddDays(57), "m"), Terms());
        Assert.Equal(380, detector.Usual.N);
    }

    [Fact]
    public void Everything_counts_in_the_end_exactly_once()
    {
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Regular(days: 250, perDay: 7, every: 9, basics: 2), Terms(2));
        Assert.True(detector.Usual.N < 1750);

        detector.AdvanceAll(Day(detector.LastDate!.Value.AddDays(56), "m", 2), Terms(2));
        Assert.Equal((1750, 194), (detector.Usual.N, detector.Usual.K));
        Assert.Equal((1750, 194), (detector.Usual.Applicable(1), detector.Usual.Missed(1)));
        Assert.Equal(250, detector.Usual.Days.Days);
        Assert.Equal(7, detector.Usual.PerActiveDay);
    }

    [Fact]
    public void What_is_older_than_52_weeks_of_those_that_count_is_forgotten_four_weeks_at_a_time()
    {
        // Two years of every fifth missed, then a year and eight weeks, and the rest of four weeks, of every tenth.
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Regular(104 * 5, 9, 5, basics: 2), Terms(2));
        detector.AdvanceAll(Regular(64 * 5, 9, 10, basics: 2, from: Monday.AddDays(7 * 104)), Terms(2));
        detector.AdvanceAll(Day(Monday.AddDays(7 * 168), "m", 2), Terms(2));

        Assert.InRange(detector.Usual.N, 52 * 45, 56 * 45);
        Assert.Equal(0.1, (double)detector.Usual.K / detector.Usual.N, 1e-3);
        Assert.Equal((detector.Usual.N, detector.Usual.K), (detector.Usual.Applicable(1), detector.Usual.Missed(1)));
        Assert.Equal(detector.Usual.N, 9 * detector.Usual.Days.Days);
    }

    [Fact]
    public void Who_has_few_interactions_keeps_250_of_them_however_old()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(150, 2, 10), Terms());
        detector.AdvanceAll(Regular(20, 1, 10, from: Monday.AddDays(7 * 200)), Terms());

        Assert.InRange(detector.Usual.N, 250, 319);
    }

    [Fact]
    public void A_stray_interaction_half_a_year_before_is_one_week_and_not_twenty_five()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "m"), Terms());
        detector.AdvanceAll(Regular(120, 9, 10, from: Monday.AddDays(182)), Terms());

        Assert.Equal(1 + 119 * 9, detector.Usual.N);
        Assert.True(detector.Usual.IsShort(detector.LastDate!.Value));
    }

    [Fact]
    public void Of_a_few_a_week_a_drop_is_not_taken_for_usual_either()
    {
        var detector = new ChangeDetector(1);
        for (var week = 0; week < 32; week++) detector.AdvanceAll(Day(Monday.AddDays(7 * week), week < 25 ? "mmm" : "xxx"), Terms());

        Assert.Equal((75, 0), (detector.Usual.N, detector.Usual.K));
        Assert.False(detector.Usual.IsShort(detector.LastDate!.Value));
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
    public void It_is_short_until_25_active_weeks_lie_behind()
    {
        var detector = new ChangeDetector(1);
        Assert.True(detector.Usual.IsShort(Monday));
        foreach (var week in Enumerable.Range(0, 25)) detector.AdvanceAll(Day(Monday.AddDays(14 * week), "m"), Terms());

        Assert.True(detector.Usual.IsShort(Monday.AddDays(14 * 24 + 6)));
        Assert.False(detector.Usual.IsShort(Monday.AddDays(14 * 24 + 7)));
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
