using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class EvidenceTests
{
    // A new unit, q = m = 0.1. Chances under the explanations, from odds of 1/9: lower 2.25/9 → 0.2, much lower 4/9 → 4/13,
    // better 1/20.25 → 4/85, one basic 8/9 → 8/17. Erratic starts with the n̄ = 1 of a first day.
    [Theory]
    [InlineData("x", 2, 40.0 / 13, 80.0 / 17, 1, 40.0 / 85)]
    [InlineData("m", 8.0 / 9, 10.0 / 13, 10.0 / 17, 1, 18.0 / 17)]
    // Lower (2 + 1)·(0.8/0.9); much lower (40/13 + 1)·(10/13); the basic (80/17 + 1)·(10/17); erratic 1·(0.72/0.9), as π₁ = (4·0.1 + 1)/5;
    // better (8/17 + 1)·(18/17).
    [InlineData("xm", 8.0 / 3, 530.0 / 169, 970.0 / 289, 0.8, 450.0 / 289)]
    // Erratic: π₁ = (0.4 + 1)/5 against 0.1.
    [InlineData("xx", 6, 2120.0 / 169, 97.0 / 17 * 80 / 17, 2.8, 25.0 / 17 * 8 / 17)]
    public void Each_sum_takes_its_steps(string results, double lower, double muchLower, double basic, double erratic, double better)
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, results), Terms());

        Assert.Equal(lower, detector.EvidenceUnder(Terms(weights: OnlyLower)).Total, 1e-12);
        Assert.Equal(muchLower, detector.EvidenceUnder(Terms(weights: OnlyMuchLower)).Total, 1e-12);
        Assert.Equal(basic, detector.EvidenceUnder(Terms(weights: OnlyBasics)).Total, 1e-12);
        Assert.Equal(erratic, detector.EvidenceUnder(Terms(weights: OnlyErratic)).Total, 1e-12);
        Assert.Equal(better, detector.EvidenceUnder(Terms(weights: OnlyBetter)).Total, 1e-12);
    }

    [Fact]
    public void With_natural_variation_a_miss_earlier_in_the_day_explains_part_of_the_next_one()
    {
        // ρ₀ = 0.02, s = 49: after a miss 5.9/50 is usual and (9.8 + 1)/50 lower; a day later it is 0.1 and 0.2 again, moved by the day's
        // own count: q = (1 + 5)/(2 + 50).
        var terms = Terms(variation: 0.02);
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "xx"), terms);
        var afterTwo = (2 + 1) * (10.8 / 5.9);
        Assert.Equal(afterTwo, detector.EvidenceUnder(Terms(weights: OnlyLower)).Total, 1e-12);

        detector.AdvanceAll(Day(Monday.AddDays(1), "m"), terms);
        const double q = 7.0 / 52, lower = 2.25 * q / (1 - q + 2.25 * q);
        Assert.Equal((afterTwo + 1) * (1 - lower) / (1 - q), detector.EvidenceUnder(Terms(weights: OnlyLower)).Total, 1e-12);
    }

    [Fact]
    public void The_evidence_is_the_weighted_sum_of_all_explanations()
    {
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Day(Monday, "x1m2mmx", basics: 2), Terms(2));
        double Only(ExplanationWeights weights) => detector.EvidenceUnder(Terms(2, weights: weights)).Total;

        var evidence = detector.EvidenceUnder(Terms(2));

        Assert.Equal(0.45 * Only(OnlyLower) + 0.09 * Only(OnlyMuchLower), evidence.Lower, 1e-12);
        Assert.Equal(0.17 * Only(OnlyBasics), evidence.Basics, 1e-12);
        Assert.Equal(0.25 * Only(OnlyErratic), evidence.Erratic, 1e-12);
        Assert.Equal(0.04 * Only(OnlyBetter), evidence.Better, 1e-12);
        Assert.Equal(evidence.Lower + evidence.Basics + evidence.Erratic + evidence.Better, evidence.Total);
    }

    [Fact]
    public void Every_set_of_weights_sums_to_one_and_the_small_unit_does_without_erratic()
    {
        foreach (var w in new[] { ExplanationWeights.All, ExplanationWeights.WithoutErratic })
            Assert.Equal(1, w.Lower + w.MuchLower + w.OneBasic + w.Erratic + w.Better, 1e-12);
        Assert.Equal(ExplanationWeights.WithoutErratic, ExplanationWeights.For(14.9));
        Assert.Equal(0, ExplanationWeights.For(14.9).Erratic);
        Assert.Equal(ExplanationWeights.All, ExplanationWeights.For(15));
    }

    [Fact]
    public void A_unit_of_about_fifteen_a_week_keeps_the_weights_it_has()
    {
        var had = ExplanationWeights.WithoutErratic;
        var seen = new List<ExplanationWeights>();
        foreach (var perWeek in new[] { 14.5, 15.5, 16.4, 16.6, 15.5, 14, 13.4, 15 })
            seen.Add(had = ExplanationWeights.For(perWeek, had));

        Assert.Equal([false, false, false, true, true, true, false, false], seen.Select(w => w.Erratic > 0));
    }

    [Fact]
    public void Erratic_starts_only_with_a_day_and_with_the_mean_of_an_active_day()
    {
        // Two days of 4 and 2: n̄ = 3 on the third, whose first interaction says nothing about days.
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "mmmm"), Terms());
        detector.AdvanceAll(Day(Monday.AddDays(1), "mm"), Terms());
        var before = detector.EvidenceUnder(Terms(weights: OnlyErratic)).Total;
        detector.AdvanceAll(Day(Monday.AddDays(2), "m"), Terms());

        Assert.Equal(before + 3, detector.EvidenceUnder(Terms(weights: OnlyErratic)).Total, 1e-12);
    }

    [Fact]
    public void A_basic_that_does_not_apply_says_nothing_about_itself_but_time_goes_on()
    {
        var detector = new ChangeDetector(2);
        var met = Day(Monday, "m", 2).Single();
        detector.Advance(met with { Applicable = 1 }, Terms(2));
        double Only(int basic) => detector.EvidenceUnder(Terms(2, weights: OnlyBasics) with { Basics = 1L << basic }).Total;

        Assert.True(Only(0) < 1);
        Assert.Equal(1, Only(1), 1e-12);
    }

    [Fact]
    public void A_basic_is_expected_to_be_missed_more_often_on_a_day_that_goes_badly()
    {
        // Two basics of m = 0.05 each by their site; after a miss of the other one 5.9/50 instead of 0.1 is to be expected, so 0.059:
        // met 1/(1 + 7·0.05), then missed 8/(1 + 7·0.059).
        var terms = Terms(2, variation: 0.02) with { SiteBasicMissRates = [0.05, 0.05] };
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Day(Monday, "12", 2), terms);

        Assert.Equal((1 / 1.35 + 1) * 8 / 1.413, detector.EvidenceUnder(Terms(2, weights: OnlyBasics) with { Basics = 2 }).Total, 1e-12);
    }

    [Fact]
    public void What_a_basic_missed_this_morning_it_is_expected_to_miss_again_today()
    {
        // m = 0.1, odds × 8: 8/17. With ρ_j = 0.1, s = 9, after a miss (0.9 + 1)/10 is usual and (72/17 + 1)/10 where it slips; the
        // next day begins anew, with q = m = (2 + 50·0.1)/52 for the whole and (2 + 40)/402 for the basic.
        var terms = Terms() with { SiteBasicMissRates = [0.1], BasicDayToDayVariation = [0.1] };
        var detector = new ChangeDetector(1);
        double Sum() => detector.EvidenceUnder(Terms(weights: OnlyBasics)).Total;

        detector.AdvanceAll(Day(Monday, "xx"), terms);
        var afterTwo = (80.0 / 17 + 1) * ((72.0 / 17 + 1) / 1.9);
        Assert.Equal(afterTwo, Sum(), 1e-12);

        detector.AdvanceAll(Day(Monday.AddDays(1), "x"), terms);
        const double m = 42.0 / 402, slips = 8 * m / (1 + 7 * m);
        Assert.Equal((afterTwo + 1) * slips / m, Sum(), 1e-12);
    }

    [Fact]
    public void Every_basic_has_its_own_day_and_none_unless_it_is_told()
    {
        double Sum(IReadOnlyList<double>? told, int basic)
        {
            var detector = new ChangeDetector(2);
            detector.AdvanceAll(Day(Monday, "11m1", 2), Terms(2) with { BasicDayToDayVariation = told });
            return detector.EvidenceUnder(Terms(2, weights: OnlyBasics) with { Basics = 1L << basic }).Total;
        }

        Assert.True(Sum([0.1, 0], 0) < Sum(null, 0));
        Assert.Equal(Sum(null, 0), Sum([0, 0.1], 0));
        Assert.Equal(Sum(null, 0), Sum([], 0));
        Assert.Equal(Sum(null, 1), Sum([0.1, 0], 1));
    }

    [Fact]
    public void Harder_work_excuses_a_miss_and_easier_work_does_not()
    {
        // Odds of 1/9 times e^ln 2.25 are odds of 0.25: q = 0.2, lower 9/25, ℓ = 0.36/0.2 = 1.8 instead of 2.
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "x", caseMix: Math.Log(2.25)), Terms());
        Assert.Equal(1.8, detector.EvidenceUnder(Terms(weights: OnlyLower)).Total, 1e-12);

        // The next one is as usual: ρ₀ = 0, so nothing of the first interaction is left but its sum.
        detector.AdvanceAll(Day(Monday, "mx").Skip(1), Terms());
        Assert.Equal(2.8 * 2, detector.EvidenceUnder(Terms(weights: OnlyLower)).Total, 1e-12);
    }

    [Fact]
    public void With_case_mix_the_day_is_judged_by_what_it_should_have_brought()
    {
        // ρ₀ = 0.02, a hard interaction with q = 0.2 was missed, now one with 0.1: usual 0.1·(4.9 + 1)/(4.9 + 0.2), lower 0.2·(9.8 +
        // 1)/(9.8 + 0.36).
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "x", caseMix: Math.Log(2.25)), Terms(variation: 0.02));
        detector.AdvanceAll(Day(Monday, "mx").Skip(1), Terms(variation: 0.02));

        Assert.Equal(2.8 * (0.2 * 10.8 / 10.16) / (0.1 * 5.9 / 5.1), detector.EvidenceUnder(Terms(weights: OnlyLower)).Total, 1e-12);
    }
}
