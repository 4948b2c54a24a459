using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class FlagTests
{
    // 26 weeks of 9 a day in which every tenth is missed; then the week begins.
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26);
    private static readonly DetectorTerms Year = Terms(threshold: 2340) with { SiteMissRate = 0.1 };

    [Fact]
    public void As_usual_raises_nothing() => Assert.Empty(AfterBaseline().AdvanceAll(Regular(60, 9, 10, from: NextMonday), Year));

    [Fact]
    public void A_flag_names_the_interaction_and_the_instant_that_completed_it()
    {
        var detector = AfterBaseline();
        var observations = Regular(20, 9, 3, from: NextMonday).ToArray();

        var told = detector.AdvanceAll(observations, Year);

        // The evidence just before was below the threshold: replayed up to there nothing is raised.
        var flag = told[0];
        var at = Array.FindIndex(observations, o => o.Interaction == flag.Interaction);
        Assert.Equal((observations[at].OccurredAt, observations[at].BusinessDate), (flag.OccurredAt, flag.BusinessDate));
        Assert.True(flag.Evidence.Total >= 2340);
        Assert.Equal(2340, flag.Threshold);
        var until = AfterBaseline();
        Assert.Empty(until.AdvanceAll(observations[..at], Year));
        Assert.True(until.EvidenceUnder(Year).Total < 2340);
    }

    [Fact]
    public void At_the_flag_the_label_is_provisional_and_after_five_business_days_it_is_settled_and_every_sum_is_zero_again()
    {
        var detector = AfterBaseline();
        var flag = detector.AdvanceAll(Regular(20, 9, 3, from: NextMonday), Year)[0];
        Assert.False(flag.IsSettled);

        // The flag's own day and the seven after it belong to it, whatever happens on them.
        var again = AfterBaseline();
        again.AdvanceAll(Regular(20, 9, 3, from: NextMonday).TakeWhile(o => o.BusinessDate <= flag.BusinessDate.AddDays(7)), Year);
        Assert.Equal(flag, again.Open);
        Assert.True(again.EvidenceUnder(Year).Total > 2340);

        var step = again.Advance(Day(flag.BusinessDate.AddDays(8), "m").Single(), Year);
        Assert.True(step.Settled is { IsSettled: true });
        Assert.Equal(
            (flag.Interaction, flag.OccurredAt, flag.BusinessDate, flag.Threshold),
            (step.Settled.Interaction, step.Settled.OccurredAt, step.Settled.BusinessDate, step.Settled.Threshold));
        Assert.Null(step.Raised);
        Assert.Null(again.Open);
        // Only the interaction that came after is in the sums: (0 + 1)·ℓ, and n̄ for erratic.
        Assert.InRange(again.EvidenceUnder(Year with { Weights = OnlyLower }).Total, 0.8, 1);
        Assert.Equal(9, again.EvidenceUnder(Year with { Weights = OnlyErratic }).Total, 1e-9);
    }

    [Fact]
    public void A_label_is_settled_without_waiting_for_another_interaction()
    {
        var detector = AfterBaseline();
        var flag = detector.AdvanceAll(Regular(20, 9, 3, from: NextMonday), Year)[0];
        var again = AfterBaseline();
        again.AdvanceAll(Regular(20, 9, 3, from: NextMonday).TakeWhile(o => o.BusinessDate <= flag.BusinessDate), Year);

        Assert.Null(again.Settle(flag.BusinessDate.AddDays(7), Year));
        var settled = again.Settle(flag.BusinessDate.AddDays(8), Year);

        Assert.True(settled is { IsSettled: true });
        Assert.Null(again.Settle(flag.BusinessDate.AddDays(9), Year));
        Assert.Equal(0, again.EvidenceUnder(Year).Total);
    }

    [Fact]
    public void No_second_flag_is_raised_before_the_first_is_settled()
    {
        var told = AfterBaseline().AdvanceAll(Regular(15, 9, 2, from: NextMonday), Year);

        Assert.True(told.Count >= 2);
        for (var i = 0; i < told.Count; i++) Assert.Equal(i % 2 == 1, told[i].IsSettled);
    }

    [Fact]
    public void More_misses_of_everything_are_lower()
    {
        var detector = new ChangeDetector(3);
        var terms = Year with { Basics = All(3) };
        detector.AdvanceAll(Regular(130, 9, 10, basics: 3), terms);
        var rotating = WorkingDays(20, NextMonday)
            .SelectMany((d, i) => Day(d, i % 3 == 0 ? "1mm2mm4mm" : i % 3 == 1 ? "2mm4mm1mm" : "4mm1mm2mm", 3));

        var flag = detector.AdvanceAll(rotating, terms)[0];

        Assert.Equal(new FlagLabel(DetectionKind.Lower), flag.Label);
        Assert.StartsWith("All basics met in ", flag.Sentence(_ => ""), StringComparison.Ordinal);
        Assert.Contains("lower than the usual 90.0%", flag.Sentence(_ => ""), StringComparison.Ordinal);
    }

    [Fact]
    public void One_basic_that_slips_is_named_with_its_own_numbers()
    {
        var detector = new ChangeDetector(3);
        var terms = Year with { Basics = All(3) };
        // Usually one of three basics in every tenth.
        var usual = WorkingDays(130)
            .SelectMany((d, i) => Day(d, i % 10 == 9 ? "mmmmmmmmm" : new[] { "1mmmmmmmm", "m2mmmmmmm", "mm4mmmmmm" }[i % 3], 3));
        detector.AdvanceAll(usual, terms);

        var flag = detector.AdvanceAll(WorkingDays(20, NextMonday).SelectMany(d => Day(d, "mmm2mmm2m", 3)), terms)[0];

        Assert.Equal(new FlagLabel(DetectionKind.Basic, 1), flag.Label);
        Assert.Equal(NextMonday, flag.Since);
        Assert.Equal(2.0 / 9, (double)flag.K / flag.N, 0.05);
        Assert.Matches(
            $@"^“Greeted” was missed in {flag.K} of {flag.N} interactions \(\d\d\.\d%\) since {flag.Since:yyyy-MM-dd}, " +
                @"where \d\.\d% is usual\.",
            flag.Sentence(j => j == 1 ? "Greeted" : "?"));
    }

    [Fact]
    public void Good_days_and_bad_days_at_the_usual_level_are_erratic()
    {
        var detector = AfterBaseline();
        var swings = WorkingDays(60, NextMonday).SelectMany((d, i) => Day(d, i % 5 == 2 ? "mxxmxxmxm" : "mmmmmmmmm"));

        var told = detector.AdvanceAll(swings, Year);

        Assert.Equal(DetectionKind.Erratic, told[0].Label.Kind);
        Assert.True(told[0].DaySpread > 2);
        Assert.StartsWith("Good days and bad days since ", told[0].Sentence(_ => ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_collapse_is_lower_and_not_a_row_of_bad_days()
    {
        // Six basics; on every day some are missed in nearly all interactions, never the same one twice in a row.
        var detector = new ChangeDetector(6);
        var terms = Terms(6, threshold: 2340, variation: 0.02);
        detector.AdvanceAll(Regular(130, 9, 10, basics: 6), terms);
        var told = detector.AdvanceAll(
            WorkingDays(7, NextMonday).SelectMany((d, i) => Day(d, i % 2 == 0 ? "124m12412" : "4124124m1", 6)), terms);

        var settled = Assert.Single(told, t => t.IsSettled);
        Assert.Equal(new FlagLabel(DetectionKind.Lower), settled.Label);
        // Days in a row that are all bad explain it better than "lower" and "much lower" do.
        Assert.Equal(DetectionKind.Erratic, FlagLabel.Settled(settled.Evidence with { Collapse = 0 }).Kind);
    }

    [Fact]
    public void Who_usually_misses_more_than_half_is_not_flagged_for_it()
    {
        var detector = new ChangeDetector(1);
        var observations = WorkingDays(300).SelectMany((d, i) => Day(d, i % 2 == 0 ? "xxmxxxxmx" : "xmxxxxmxx")).ToArray();

        Assert.Empty(detector.AdvanceAll(observations, Terms(threshold: 2340, variation: 0.02) with { SiteMissRate = 7.0 / 9 }));
    }

    [Fact]
    public void Fewer_misses_are_better()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(130, 9, 4), Year);

        var flag = detector.AdvanceAll(Regular(60, 9, 12, from: NextMonday), Year)[0];

        Assert.Equal(DetectionKind.Better, flag.Label.Kind);
        Assert.Contains("better than the usual 7", flag.Sentence(_ => ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Under_ten_interactions_nothing_is_said_about_a_person()
    {
        var detector = new ChangeDetector(1);
        var terms = Terms(threshold: 5);
        Assert.Empty(detector.AdvanceAll(Day(Monday, "xxxxxxxxx"), terms));
        Assert.True(detector.EvidenceUnder(terms).Total > 5);

        var told = detector.AdvanceAll(Day(Monday, "mmmmmmmmmx").Skip(9), terms);
        Assert.True(told.Single().ShortBaseline);
        Assert.EndsWith("Fewer than 25 weeks tell what is usual.", told[0].Sentence(_ => ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missed_critical_basic_is_told_at_once_and_no_other()
    {
        var detector = new ChangeDetector(3);
        var terms = Terms(3) with { Critical = 0b101 };

        Assert.Equal(0b100, detector.Advance(Day(Monday, "6", 3).Single(), terms).CriticalMissed);
        Assert.Equal(0, detector.Advance(Day(Monday, "m2", 3).Last(), terms).CriticalMissed);
        Assert.Equal(0, detector.Advance(Day(Monday, "mm4", 3).Last() with { Applicable = 0b011 }, terms).CriticalMissed);
    }

    [Fact]
    public void A_settled_label_that_changed_says_what_it_looked_like_at_first()
    {
        var signal = new DetectorSignal
        {
            Label = new(DetectionKind.Erratic),
            WasLabelled = new(DetectionKind.Basic, 2),
            IsSettled = true,
            Interaction = Guid.Empty,
            OccurredAt = default,
            BusinessDate = Monday,
            Since = Monday,
            N = 50,
            K = 5,
            DaySpread = 3.14,
        };

        Assert.Equal(
            "Good days and bad days since 2026-01-05: all basics met in 45 of 50 interactions (90.0%), with 3.1 times the day-to-day " +
            "variance that chance gives. At first it looked like “Identity checked” alone.",
            signal.Sentence(_ => "Identity checked"));
    }

    [Fact]
    public void Late_entries_are_refused_and_replayed_instead()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Day(Monday, "mm"), Terms());

        Assert.Throws<ArgumentException>(() => detector.Advance(Day(Monday, "m").Single(), Terms()));
        Assert.Throws<ArgumentException>(() => detector.Advance(Day(Monday.AddDays(-1), "m").Single(), Terms()));
    }

    [Fact]
    public void A_basic_that_the_detector_does_not_know_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ChangeDetector(2).Advance(Day(Monday, "m", 3).Single(), Terms(2)));

    private static ChangeDetector AfterBaseline()
    {
        var detector = new ChangeDetector(1);
        detector.AdvanceAll(Regular(130, 9, 10), Year);
        return detector;
    }
}
