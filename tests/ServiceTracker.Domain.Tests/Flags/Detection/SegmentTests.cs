using System.Text.Json;
using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class SegmentTests
{
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26);

    [Fact]
    public void A_raised_bar_flags_nobody()
    {
        // Two basics, every tenth interaction missed; the new baseline adds a third that is missed in every second one from the first day
        // on.
        var before = new ChangeDetector(2);
        var terms = Terms(2, threshold: 2340, variation: 0.02);
        before.AdvanceAll(Regular(130, 9, 10, basics: 2), terms);
        var after = before.StartSegment([0, 1, -1]);
        var observations = WorkingDays(100, NextMonday).SelectMany((d, i) => Day(d, i % 2 == 0 ? "m4m4m4m4x" : "4m4m4m4m4", 3));

        Assert.Empty(after.AdvanceAll(observations, terms with { Basics = All(3), SiteMissRate = null }));
        Assert.True(after.Usual.IsShort(NextMonday));
    }

    [Fact]
    public void A_new_segment_is_judged_by_its_own_level_until_the_site_is_known_under_the_new_basics()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(130, 9, 10), Terms());
        double UsualAtFlag(ChangeDetector detector, double? site)
        {
            // Two weeks of every second interaction missed, then a day that flags at once.
            var terms = Terms(weights: OnlyLower) with { SiteMissRate = site };
            detector.AdvanceAll(Regular(12, 9, 2, from: NextMonday), terms);
            detector.AdvanceAll(Day(NextMonday.AddDays(16), "xxxxxxxxx"), terms with { Threshold = 1 });
            return detector.Open!.UsualMissRate;
        }

        Assert.Equal(54.5 / 109, UsualAtFlag(detector.StartSegment([-1]), null), 1e-12);
        Assert.Equal((54 + 50 * 0.4) / 158, UsualAtFlag(detector.StartSegment([-1]), 0.4), 1e-12);
        Assert.Equal(54.5 / 109, UsualAtFlag(new ChangeDetector(1), null), 1e-12);
    }

    [Fact]
    public void Where_colleagues_tell_the_new_rates_a_new_segment_is_watched_from_its_first_interaction_on()
    {
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Regular(130, 9, 10, basics: 2), Terms(2));
        var next = detector.StartSegment([0, -1]);
        var told = Terms(2) with { SiteMissRate = 0.3, SiteBasicMissRates = [0.05, 0.25] };

        next.AdvanceAll(Day(NextMonday, "2222", 2), told);

        double Of(ExplanationWeights only, long basics) =>
            next.EvidenceUnder(Terms(2, weights: only) with { Basics = basics }).Total;
        Assert.True(Of(OnlyLower, 3) > 4);
        Assert.True(Of(OnlyBasics, 2) > 4);
        var silent = detector.StartSegment([0, -1]);
        silent.AdvanceAll(Day(NextMonday, "2222", 2), told with { SiteMissRate = null, SiteBasicMissRates = null });
        Assert.Equal(0, silent.EvidenceUnder(Terms(2, weights: OnlyLower)).Total);
        Assert.Equal(0, silent.EvidenceUnder(Terms(2, weights: OnlyBasics) with { Basics = 2 }).Total);
    }

    [Fact]
    public void A_new_site_of_any_level_is_learnt_silently()
    {
        var unknown = Terms(2, threshold: 100) with { SiteMissRate = null };
        var detector = new ChangeDetector(2);
        Assert.Empty(detector.AdvanceAll(Regular(11, 9, 2, basics: 2), unknown));
        Assert.Equal(0, detector.EvidenceUnder(unknown with { Basics = 0, Weights = OnlyLower }).Total);

        detector.AdvanceAll(Regular(2, 9, 2, basics: 2, from: Monday.AddDays(21)), unknown);
        Assert.NotEqual(0, detector.EvidenceUnder(unknown with { Basics = 0, Weights = OnlyLower }).Total);

        // Taken for one that misses a tenth, it would have been flagged in its first days.
        Assert.NotEmpty(new ChangeDetector(2).AdvanceAll(Regular(11, 9, 2, basics: 2), unknown with { SiteMissRate = 0.1 }));
    }

    [Fact]
    public void Without_a_segment_the_same_bar_would_have_flagged()
    {
        var detector = new ChangeDetector(3);
        var terms = Terms(3, threshold: 2340, variation: 0.02);
        detector.AdvanceAll(Regular(130, 9, 10, basics: 3), terms);

        Assert.NotEmpty(detector.AdvanceAll(
            WorkingDays(20, NextMonday).SelectMany((d, i) => Day(d, i % 2 == 0 ? "m4m4m4m4x" : "4m4m4m4m4", 3)), terms));
    }

    [Fact]
    public void A_basic_that_did_not_change_goes_on_with_its_level_and_its_evidence_under_its_new_bit()
    {
        var before = new ChangeDetector(2);
        before.AdvanceAll(Regular(130, 9, 10, basics: 2), Terms(2));
        before.AdvanceAll(Day(NextMonday, "22m", 2), Terms(2));
        double Of(ChangeDetector detector, int basics, int basic) =>
            detector.EvidenceUnder(Terms(basics, weights: OnlyBasics) with { Basics = 1L << basic }).Total;

        var after = before.StartSegment([-1, 1]);

        Assert.Equal(Of(before, 2, 1), Of(after, 2, 1));
        Assert.Equal(0, Of(after, 2, 0));
        Assert.Equal(before.Usual.Missed(1), after.Usual.Missed(1));
        Assert.Equal((0, 0), (after.Usual.Missed(0), after.Usual.N));
        Assert.Equal(0, after.EvidenceUnder(Terms(2) with { Weights = OnlyLower }).Total);

        // What was on its way to the level still arrives.
        var day = NextMonday.AddDays(56);
        before.AdvanceAll(Day(day, "m", 2), Terms(2));
        after.AdvanceAll(Day(day, "m", 2), Terms(2));
        Assert.Equal((before.Usual.Applicable(1), before.Usual.Missed(1)), (after.Usual.Applicable(1), after.Usual.Missed(1)));
        Assert.Equal(1173, after.Usual.Applicable(1));
        Assert.Equal((0, 0), (after.Usual.N, after.Usual.Applicable(0)));
    }

    [Fact]
    public void The_unchanged_basic_is_watched_all_the_time_and_the_new_ones_after_they_taught_their_level()
    {
        var before = new ChangeDetector(1);
        var terms = Terms(1, threshold: 2340);
        before.AdvanceAll(Regular(130, 9, 50), terms);
        var after = before.StartSegment([0, -1]);

        var flag = after.AdvanceAll(WorkingDays(10, NextMonday).SelectMany(d => Day(d, "1mm1mm1mm", 2)), terms with { Basics = 3 })[0];

        Assert.Equal(new FlagLabel(DetectionKind.Basic, 0), flag.Label);
    }

    [Fact]
    public void The_same_basics_in_another_order_are_no_new_segment()
    {
        var detector = new ChangeDetector(3);
        detector.AdvanceAll(Regular(140, 9, 7, basics: 3), Terms(3));
        detector.AdvanceAll(Day(NextMonday.AddDays(21), "m1m24", 3), Terms(3));

        var same = detector.StartSegment([0, 1, 2]);
        var turned = detector.StartSegment([1, 2, 0]);

        Assert.Equal(JsonSerializer.Serialize(detector.Save()), JsonSerializer.Serialize(same.Save()));
        Assert.Equal(detector.EvidenceUnder(Terms(3)).Total, turned.EvidenceUnder(Terms(3)).Total, 1e-9);
        Assert.Equal(detector.Usual.Missed(1), turned.Usual.Missed(0));
        Assert.Equal(detector.Interactions, turned.Interactions);
    }

    [Fact]
    public void A_recorded_change_of_the_process_begins_everything_anew()
    {
        var detector = new ChangeDetector(1);
        var terms = Terms(1, threshold: 2340) with { SiteMissRate = null };
        detector.AdvanceAll(Regular(130, 9, 10), terms);

        var rebased = detector.Rebase();

        Assert.Empty(rebased.AdvanceAll(Regular(60, 9, 4, from: NextMonday), terms));
        Assert.Equal(540 - 9, rebased.Usual.N);
    }

    [Fact]
    public void A_basic_cannot_come_from_nowhere_or_twice()
    {
        var detector = new ChangeDetector(2);
        Assert.Throws<ArgumentException>(() => detector.StartSegment([2]));
        Assert.Throws<ArgumentException>(() => detector.StartSegment([-2]));
        Assert.Throws<ArgumentException>(() => detector.StartSegment([1, 1]));
    }
}
