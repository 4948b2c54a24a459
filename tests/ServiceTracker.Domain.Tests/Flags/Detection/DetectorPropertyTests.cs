using System.Text.Json;
using FsCheck.Fluent;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Interactions;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class DetectorPropertyTests
{
    // Low enough for flags to be raised and settled in most streams.
    private const double LowThreshold = 40;

    [Fact]
    public void A_state_kept_as_text_and_read_again_goes_on_as_if_nothing_had_been()
    {
        var cuts = from stream in Streams
                   from cut in Gen.Choose(0, stream.Observations.Length)
                   select (
            stream.Basics, stream.Observations, Cut: cut);
        cuts.Always(x =>
        {
            var terms = Terms(x.Basics, LowThreshold, 0.02);
            terms = terms with { BasicDayToDayVariation = [.. Enumerable.Repeat(0.05, x.Basics)] };
            var whole = new ChangeDetector(x.Basics);
            var toldWhole = whole.AdvanceAll(x.Observations, terms);

            var first = new ChangeDetector(x.Basics);
            var told = first.AdvanceAll(x.Observations.Take(x.Cut), terms);
            var second = new ChangeDetector(JsonSerializer.Deserialize<DetectorState>(JsonSerializer.Serialize(first.Save()))!);
            told.AddRange(second.AdvanceAll(x.Observations.Skip(x.Cut), terms));

            Assert.Equal(toldWhole, told);
            Assert.Equal(JsonSerializer.Serialize(whole.Save()), JsonSerializer.Serialize(second.Save()));
        });
    }

    [Fact]
    public void The_order_of_the_basics_does_not_matter()
    {
        var relabelled = from stream in Streams
                         from order in Gen.Shuffle(Enumerable.Range(0, stream.Basics).ToArray())
                         select (stream.Basics, stream.Observations, Order: order.ToArray());
        relabelled.Always(x =>
        {
            long Move(long mask) =>
                Enumerable.Range(0, x.Basics).Where(j => (mask >> j & 1) != 0).Aggregate(0L, (all, j) => all | 1L << x.Order[j]);
            var terms = Terms(x.Basics, LowThreshold, 0.02);

            var told = Named(x.Basics, x.Observations, terms);
            var moved = Named(
                x.Basics, x.Observations.Select(o => o with { Missed = Move(o.Missed), Applicable = Move(o.Applicable) }), terms);

            Assert.Equal(told.Count, moved.Count);
            for (var i = 0; i < told.Count; i++)
            {
                var (was, now) = (told[i].Signal, moved[i].Signal);
                Assert.Equal((was.Interaction, was.IsSettled, was.Label.Kind), (now.Interaction, now.IsSettled, now.Label.Kind));
                Assert.Equal(was.Evidence.Total, now.Evidence.Total, was.Evidence.Total * 1e-9);
                // Basics of the same course have the same evidence to the last bit: then either may be named.
                Assert.Equal(told[i].Basics.Select(j => x.Order[j]).Order(), moved[i].Basics.Order());
                if (now.Label.Basic is { } basic) Assert.Contains(basic, moved[i].Basics);
            }
        });
    }

    [Fact]
    public void Moving_everything_by_whole_weeks_moves_what_is_told_by_as_many()
    {
        var moved = from stream in Streams
                    from weeks in Gen.Choose(1, 100)
                    select (stream.Basics, stream.Observations, Days: 7 * weeks);
        moved.Always(x =>
        {
            var terms = Terms(x.Basics, LowThreshold, 0.02);
            DetectorSignal Later(DetectorSignal s) => s with
            {
                OccurredAt = s.OccurredAt.AddDays(x.Days),
                BusinessDate = s.BusinessDate.AddDays(x.Days),
                Since = s.Since.AddDays(x.Days),
            };

            Assert.Equal(
                new ChangeDetector(x.Basics).AdvanceAll(x.Observations, terms).Select(Later),
                new ChangeDetector(x.Basics).AdvanceAll(
                    x.Observations.Select(o => o with
                    {
                        OccurredAt = o.OccurredAt.AddDays(x.Days),
                        BusinessDate = o.BusinessDate.AddDays(x.Days),
                    }),
                    terms));
        });
    }

    [Fact]
    public void Swapping_met_and_missed_swaps_lower_and_better() => Streams.Always(x =>
    {
        // One basic missed as often as met, so that its mirror image has the same usual level, and no cut between them.
        var terms = Terms(variation: 0.02) with { SiteMissRate = 0.5, Weights = OnlyLower };
        var (straight, mirrored) = (new ChangeDetector(1), new ChangeDetector(1));
        foreach (var o in x.Observations.Take(60))
        {
            var one = o with { Missed = o.Missed != 0 ? 1 : 0, Applicable = 1, CaseMix = 0, BusinessDate = Monday, OccurredAt = default };
            straight.Advance(one, terms);
            mirrored.Advance(one with { Missed = 1 - one.Missed }, terms);
        }

        double Of(ChangeDetector detector, ExplanationWeights only) => detector.EvidenceUnder(terms with { Weights = only }).Total;
        Assert.Equal(Of(straight, OnlyLower), Of(mirrored, OnlyBetter), 1e-9 * Of(straight, OnlyLower));
        Assert.Equal(Of(straight, OnlyBetter), Of(mirrored, OnlyLower), 1e-9 * Of(straight, OnlyBetter));
    });

    [Fact]
    public void An_interaction_that_is_wholly_held_excused_or_not_applicable_changes_nothing()
    {
        var inserted = from stream in Streams
                       from at in Gen.Choose(0, stream.Observations.Length - 1)
                       select (
            stream.Basics, stream.Observations, At: at);
        inserted.Always(x =>
        {
            var terms = Terms(x.Basics, LowThreshold, 0.02) with { Critical = All(x.Basics) };
            var without = new ChangeDetector(x.Basics);
            without.AdvanceAll(x.Observations, terms);
            var with = new ChangeDetector(x.Basics);
            with.AdvanceAll(
                x.Observations.Take(x.At).Append(x.Observations[x.At] with { Applicable = 0, Missed = All(x.Basics) })
                    .Concat(x.Observations.Skip(x.At)), terms);

            Assert.Equal(JsonSerializer.Serialize(without.Save()), JsonSerializer.Serialize(with.Save()));
        });
    }

    [Fact]
    public void A_disputed_miss_is_as_if_the_basic_had_not_applied_to_the_person_and_a_miss_to_the_process() =>
        Arbitraries.Contacts.Always(contact =>
    {
        var interaction = new Interaction
        {
            RecordedBy = "import",
            RequestHash = [],
            Met = contact.Pattern.Met,
            Na = contact.Pattern.Na,
            Held = contact.Pattern.Held,
            Excused = contact.Pattern.Excused,
            State = contact.State,
        };

        var person = DetectorObservation.Of(interaction, contact.Baseline, Viewpoint.Person);
        var process = DetectorObservation.Of(interaction, contact.Baseline, Viewpoint.Process);

        long Bits(params ObservationResult[] results) => contact.State == InteractionState.Excluded
            ? 0
            : contact.Results.Select((r, i) => results.Contains(r) ? 1L << i : 0).Sum();
        Assert.Equal(Bits(ObservationResult.Missed), person.Missed);
        Assert.Equal(Bits(ObservationResult.Missed, ObservationResult.Met), person.Applicable);
        Assert.Equal(Bits(ObservationResult.Missed, ObservationResult.Held, ObservationResult.Excused), process.Missed);
        Assert.Equal(
            Bits(ObservationResult.Missed, ObservationResult.Met, ObservationResult.Held, ObservationResult.Excused), process.Applicable);
    });

    [Fact]
    public void Later_interactions_never_change_what_was_told_before()
    {
        var cuts = from stream in Streams
                   from cut in Gen.Choose(0, stream.Observations.Length)
                   select (
            stream.Basics, stream.Observations, Cut: cut);
        cuts.Always(x =>
        {
            var terms = Terms(x.Basics, LowThreshold, 0.02);
            var whole = new ChangeDetector(x.Basics).AdvanceAll(x.Observations, terms);
            var part = new ChangeDetector(x.Basics).AdvanceAll(x.Observations.Take(x.Cut), terms);

            Assert.Equal(whole.Take(part.Count), part);
        });
    }

    [Theory]
    [InlineData("x", 0.0)]
    [InlineData("m", 0.0)]
    [InlineData("x", 0.06)]
    [InlineData("m", 0.06)]
    public void Years_of_nothing_but_misses_or_nothing_but_met_stay_finite(string all, double variation)
    {
        // No flag ends a run under an endless threshold, so the sums go as far as they can.
        var detector = new ChangeDetector(3);
        var terms = Terms(3, double.PositiveInfinity, variation) with { SiteMissRate = all == "x" ? 1e-6 : 1 - 1e-6 };
        foreach (var date in WorkingDays(500)) detector.AdvanceAll(Day(date, string.Concat(Enumerable.Repeat(all, 40)), 3), terms);

        var state = detector.Save();
        Assert.All(
            [.. state.Sums, .. state.BasicSums, .. state.Spread, .. state.Starts.Select(s => s.Ratio), detector.EvidenceUnder(terms).Total],
            v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void A_busy_week_of_misses_while_a_label_settles_neither_overflows_nor_loses_the_label()
    {
        // Seven of ten met instead of nine, 2000 times a day: the likelihood ratio is about e^(0.15 · 12000), beyond any double.
        var detector = new ChangeDetector(1);
        var terms = Terms(threshold: 1e5);
        detector.AdvanceAll(Regular(125, 20, 10), terms);
        var busy = string.Concat(Enumerable.Repeat("mmxmmxmmmx", 200));
        var told = new List<DetectorSignal>();
        foreach (var date in WorkingDays(7, Monday.AddDays(175))) told.AddRange(detector.AdvanceAll(Day(date, busy), terms));

        var settled = told.First(s => s.IsSettled);
        Assert.Equal(DetectionKind.Lower, settled.Label.Kind);
        Assert.InRange(settled.Evidence.Total, 1e100, double.MaxValue);
        // The last interaction of the usual weeks was a miss: the likeliest start.
        Assert.Equal((12001, 3601), (settled.N, settled.K));
    }

    [Fact]
    public void No_stream_gives_a_number_that_is_none() => Streams.Always(x =>
    {
        var detector = new ChangeDetector(x.Basics);
        foreach (var signal in detector.AdvanceAll(x.Observations, Terms(x.Basics, LowThreshold, 0.02)))
        {
            Assert.True(double.IsFinite(signal.Evidence.Total) && double.IsFinite(signal.DaySpread));
            Assert.InRange(signal.UsualMissRate, 0.002, 0.95);
            Assert.InRange(signal.K, 0, signal.N);
            Assert.InRange(signal.Since, x.Observations[0].BusinessDate, signal.IsSettled ? DateOnly.MaxValue : signal.BusinessDate);
            Assert.DoesNotContain("NaN", signal.Sentence(j => $"Basic {j}"), StringComparison.Ordinal);
        }
    });

    // What was told, and with it the basics that had the strongest evidence: one, but for basics with the same course.
    private static List<(DetectorSignal Signal, int[] Basics)> Named(
        int basics, IEnumerable<DetectorObservation> observations, DetectorTerms terms)
    {
        var detector = new ChangeDetector(basics);
        var told = new List<(DetectorSignal, int[])>();
        int[] Strongest()
        {
            var each = Enumerable.Range(0, basics).Select(j => detector.EvidenceUnder(terms with { Basics = 1L << j }).Basics).ToArray();
            return [.. Enumerable.Range(0, basics).Where(j => each[j] >= each.Max() * (1 - 1e-12))];
        }

        foreach (var observation in observations)
        {
            // Settling clears the evidence it is settled by.
            var before = detector.Open is null ? [] : Strongest();
            var step = detector.Advance(observation, terms);
            if (step.Settled is { } settled) told.Add((settled, before));
            if (step.Raised is { } raised) told.Add((raised, Strongest()));
        }

        return told;
    }
}
