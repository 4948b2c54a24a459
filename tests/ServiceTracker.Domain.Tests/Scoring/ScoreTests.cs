using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Tests.Scoring;

public class ScoreTests
{
    // Weights 5, 3, 2 and 1; the second is critical.
    private static readonly Baseline Basics = Make.Baseline([(5, false), (3, true), (2, false), (1, false)]);

    [Theory]
    [InlineData("mmmm", 100.00, true, false)]
    [InlineData("xmmm", 54.55, false, false)] // 6 / 11
    [InlineData("mxmm", 72.73, false, true)] // 8 / 11, critical: failed, and the true score stays
    [InlineData("mmxm", 81.82, false, false)] // 9 / 11
    [InlineData("mmmx", 90.91, false, false)] // 10 / 11
    [InlineData("xxxx", 0.00, false, true)]
    [InlineData("mmmn", 100.00, true, false)] // NA leaves numerator and denominator
    [InlineData("mxnn", 62.50, false, true)] // 5 / 8
    [InlineData("xnmn", 28.57, false, false)] // 2 / 7
    [InlineData("mnnx", 83.33, false, false)] // 5 / 6
    [InlineData("xnnm", 16.67, false, false)] // 1 / 6
    [InlineData("nnnm", 100.00, true, false)]
    [InlineData("nxnn", 0.00, false, true)]
    public void The_score_is_the_share_of_the_applicable_weight_that_was_met(string results, double score, bool allMet, bool criticalMissed)
    {
        var scored = Of(Basics, results);

        Assert.True(scored.IsScored);
        Assert.Equal((decimal)score, scored.BasicsScore);
        Assert.Equal(allMet, scored.AllBasicsMet);
        Assert.Equal(criticalMissed, scored.CriticalMissed);
    }

    [Fact]
    public void Nothing_applicable_is_unscored_and_neither_met_nor_failed()
    {
        var score = Of(Basics, "nnnn");

        Assert.False(score.IsScored);
        Assert.Null(score.BasicsScore);
        Assert.False(score.AllBasicsMet);
        Assert.False(score.CriticalMissed);
        Assert.Equal(0, score.Scaled);
        Assert.Equal(default, score);
    }

    [Fact]
    public void The_parts_of_the_score_are_kept_to_be_shown() =>
        Assert.Equal(new Score(Met: 2, Applicable: 3, WeightMet: 7, WeightApplicable: 10, CriticalMissed: true), Of(Basics, "mxmn"));

    // 1/32 = 3.125 %, 5/32 = 15.625 %, 1/160 = 0.625 %: half-even would give 3.12, 15.62 and 0.62.
    [Theory]
    [InlineData(1, 32, 3.13, 3_125_000)]
    [InlineData(3, 32, 9.38, 9_375_000)]
    [InlineData(5, 32, 15.63, 15_625_000)]
    [InlineData(1, 160, 0.63, 625_000)]
    [InlineData(1, 3, 33.33, 33_333_333)]
    [InlineData(2, 3, 66.67, 66_666_667)]
    [InlineData(1, 64, 1.56, 1_562_500)]
    [InlineData(1, 512, 0.20, 195_313)] // 195 312.5 parts
    [InlineData(629, 630, 99.84, 99_841_270)]
    [InlineData(630, 630, 100, 100_000_000)]
    [InlineData(0, 630, 0, 0)]
    public void Scores_are_rounded_half_up(int weightMet, int weightApplicable, double shown, long scaled)
    {
        var score = new Score(1, 2, weightMet, weightApplicable, CriticalMissed: false);

        Assert.Equal((decimal)shown, score.BasicsScore);
        Assert.Equal(scaled, score.Scaled);
    }

    [Fact]
    public void Any_observations_score_as_a_list_of_them_does_by_hand() => Arbitraries.Contacts.Always(
        contact =>
        {
            var pattern = contact.Pattern;
            var score = Score.Of(contact.Baseline, pattern.Met, pattern.Na);

            var applicable = contact.Results.Zip(contact.Baseline.Expectations).Where(o => o.First != ObservationResult.Na).ToList();
            var met = applicable.Where(o => o.First == ObservationResult.Met).ToList();
            Assert.Equal(applicable.Count, score.Applicable);
            Assert.Equal(met.Count, score.Met);
            Assert.Equal(applicable.Count > 0, score.IsScored);
            Assert.Equal(applicable.Count > 0 && applicable.All(o => o.First == ObservationResult.Met), score.AllBasicsMet);
            Assert.Equal(applicable.Any(o => o.Second.Critical && o.First != ObservationResult.Met), score.CriticalMissed);
            if (applicable.Count == 0)
            {
                Assert.Null(score.BasicsScore);
                return;
            }

            decimal weightMet = met.Sum(o => o.Second.Weight), weight = applicable.Sum(o => o.Second.Weight);
            Assert.Equal(Math.Floor(10_000 * weightMet / weight + 0.5m) / 100, score.BasicsScore);
            Assert.Equal(Math.Floor(100_000_000 * weightMet / weight + 0.5m), score.Scaled);
        },
        tests: 1000);

    [Fact]
    public void Not_applicable_wins_over_met_and_never_counts() => Arbitraries.Contacts.Always(contact =>
    {
        var pattern = contact.Pattern;

        Assert.Equal(
            Score.Of(contact.Baseline, pattern.Met & ~pattern.Na, pattern.Na),
            Score.Of(contact.Baseline, pattern.Met | pattern.Na, pattern.Na));
        Assert.Equal(
            Score.Of(contact.Baseline, pattern.Met, pattern.Na),
            Score.Of(Make.Baseline(contact.Baseline.Expectations.Zip(contact.Results)
                .Select(o => o.Second == ObservationResult.Na ? (10, true) : (o.First.Weight, o.First.Critical))),
                pattern.Met, pattern.Na));
    });

    [Fact]
    public void Bits_beyond_the_baseline_are_nothing() =>
        Assert.Equal(Of(Basics, "mxmm"), Score.Of(Basics, met: 0b1101 | ~0b1111L, notApplicable: 0));

    [Fact]
    public void Sixty_three_expectations_can_be_scored()
    {
        // The last one weighs 10 and is critical, the other 62 weigh 1.
        var full = Make.Baseline([.. Enumerable.Repeat((1, false), 62), (10, true)]);
        const long last = 1L << 62, others = last - 1;

        Assert.Equal(Baseline.MaxExpectations, full.Expectations.Count);
        Assert.Equal(long.MaxValue, full.AllBits);
        Assert.Equal(new Score(63, 63, 72, 72, false), Score.Of(full, met: long.MaxValue, notApplicable: 0));
        Assert.Equal(new Score(62, 63, 62, 72, true), Score.Of(full, met: others, notApplicable: 0));
        Assert.Equal(86.11m, Score.Of(full, met: others, notApplicable: 0).BasicsScore);
        Assert.Equal(new Score(1, 1, 10, 10, false), Score.Of(full, met: last, notApplicable: others));
        Assert.Equal(new Score(62, 62, 62, 62, false), Score.Of(full, met: others, notApplicable: last));
    }

    private static Score Of(Baseline baseline, string results)
    {
        var pattern = Make.Contact(baseline, results).Pattern;
        return Score.Of(baseline, pattern.Met, pattern.Na);
    }
}
