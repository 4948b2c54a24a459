using FsCheck.Fluent;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Tests.Figures;

public class ConsistencyTallyTests
{
    private static readonly Viewpoint[] Both = [Viewpoint.Person, Viewpoint.Process];

    // Weights 5, 3 and 2; the first is critical.
    private static readonly Baseline Basics = Make.Baseline([(5, true), (3, false), (2, false)]);

    [Fact]
    public void The_figures_of_a_small_day_by_hand()
    {
        var tally = Make.Tally(
            Viewpoint.Person,
            Make.Contact(Basics, "mmm", standOuts: 2, csat: 5), // 100
            Make.Contact(Basics, "mmn"), // 100
            Make.Contact(Basics, "mxm", standOuts: 1, csat: 2), // 70, hollow
            Make.Contact(Basics, "xmm", csat: 4), // 50, critical
            Make.Contact(Basics, "nnn", standOuts: 1), // unscored
            Make.Contact(Basics, "xxx", standOuts: 3, csat: 1, state: InteractionState.Excluded));

        Assert.Equal(5, tally.Interactions);
        Assert.Equal(4, tally.Scored);
        Assert.Equal(2, tally.AllBasicsMet);
        Assert.Equal(0.5, tally.Rate);
        Assert.Equal(WilsonInterval.Of(2, 4), tally.Interval);
        Assert.Equal(80, tally.MeanScore);
        Assert.Equal(Math.Sqrt((400 + 400 + 100 + 900) / 3.0), tally.ScoreStandardDeviation!.Value, 1e-12);
        Assert.Equal(1, tally.CriticalMissed);
        Assert.Equal(4, tally.StandOuts);
        Assert.Equal(2, tally.StandOutsOnBasics);
        Assert.Equal(3, tally.CsatCount);
        Assert.Equal(11, tally.CsatSum);
        Assert.Equal(11 / 3.0, tally.CsatMean);
        Assert.Equal(1, tally.Excluded);
        Assert.Equal(0, tally.Held);
        Assert.Equal(0, tally.Excused);
    }

    [Fact]
    public void Nothing_scored_has_no_rates()
    {
        var tally = Make.Tally(Viewpoint.Process, Make.Contact(Basics, "nnn"));

        Assert.Equal(1, tally.Interactions);
        Assert.Equal(0, tally.Scored);
        Assert.Null(tally.Rate);
        Assert.Null(tally.Interval);
        Assert.Null(tally.MeanScore);
        Assert.Null(tally.ScoreStandardDeviation);
        Assert.Null(tally.CsatMean);
    }

    // Interaction "mhm": the person's 3-point miss is under dispute or excused, one contact, one stand-out.
    [Theory]
    [InlineData("mxm", Viewpoint.Person, 1, 0, 70, 0, 0, 0, 0)]
    [InlineData("mhm", Viewpoint.Person, 1, 1, 100, 0, 1, 0, 1)]
    [InlineData("mem", Viewpoint.Person, 1, 1, 100, 0, 0, 1, 1)]
    [InlineData("mhm", Viewpoint.Process, 1, 0, 70, 0, 1, 0, 0)]
    [InlineData("mem", Viewpoint.Process, 1, 0, 70, 0, 0, 1, 0)]
    [InlineData("hmx", Viewpoint.Person, 1, 0, 60, 0, 1, 0, 0)] // 3 / 5, the critical one is out
    [InlineData("hmx", Viewpoint.Process, 1, 0, 30, 1, 1, 0, 0)]
    [InlineData("heh", Viewpoint.Person, 0, 0, null, 0, 2, 1, 0)] // nothing is left to score
    [InlineData("heh", Viewpoint.Process, 1, 0, 0, 1, 2, 1, 0)]
    public void Held_and_excused_leave_the_person_and_stay_misses_of_the_process(
        string results, Viewpoint viewpoint, long scored, long allMet, int? score, long critical, long held, long excused, long onBasics)
    {
        var tally = Make.Tally(viewpoint, Make.Contact(Basics, results, standOuts: 1));

        Assert.Equal(1, tally.Interactions);
        Assert.Equal(scored, tally.Scored);
        Assert.Equal(allMet, tally.AllBasicsMet);
        Assert.Equal(score, tally.MeanScore);
        Assert.Equal(critical, tally.CriticalMissed);
        Assert.Equal(held, tally.Held);
        Assert.Equal(excused, tally.Excused);
        Assert.Equal(onBasics, tally.StandOutsOnBasics);
    }

    [Fact]
    public void A_held_or_excused_observation_is_a_not_applicable_one_to_the_person_and_a_miss_to_the_process() =>
        Arbitraries.ContactLists.Always(contacts =>
        {
            Assert.Equal(
                Without(
                    Figures(Make.Tally(Viewpoint.Person, contacts.Select(c => c.With(r => IsRuled(r) ? ObservationResult.Na : r)))),
                    Rulings),
                Without(Figures(Make.Tally(Viewpoint.Person, contacts)), Rulings));
            Assert.Equal(
                Without(
                    Figures(Make.Tally(Viewpoint.Process, contacts.Select(c => c.With(r => IsRuled(r) ? ObservationResult.Missed : r)))),
                    Rulings),
                Without(Figures(Make.Tally(Viewpoint.Process, contacts)), Rulings));
        });

    [Fact]
    public void Held_and_excused_observations_are_counted_from_both_viewpoints() => Arbitraries.ContactLists.Always(contacts =>
    {
        foreach (var viewpoint in Both)
        {
            var tally = Make.Tally(viewpoint, contacts);
            var results = contacts.Where(c => c.State == InteractionState.Counted).SelectMany(c => c.Results).ToList();
            Assert.Equal(results.Count(r => r == ObservationResult.Held), tally.Held);
            Assert.Equal(results.Count(r => r == ObservationResult.Excused), tally.Excused);
        }
    });

    [Fact]
    public void No_number_of_stand_outs_changes_any_figure_but_their_own()
    {
        var adorned =
            from contacts in Arbitraries.ContactLists
            from more in Gen.Choose(0, 1000).ListOf(contacts.Length)
            select (
                Before: contacts,
                After: contacts.Zip(more).Select(c => c.First with { StandOuts = c.First.StandOuts + c.Second }).ToArray());
        adorned.Always(x =>
        {
            foreach (var viewpoint in Both)
                Assert.Equal(
                    Without(Figures(Make.Tally(viewpoint, x.Before)), StandOutFigures),
                    Without(Figures(Make.Tally(viewpoint, x.After)), StandOutFigures));
        });
    }

    [Fact]
    public void Hollow_stand_outs_are_counted_but_not_on_basics() => Arbitraries.ContactLists.Always(contacts =>
    {
        var counted = contacts.Where(c => c.State == InteractionState.Counted).ToList();
        // Met at least once, and nothing missed, held or excused.
        var onBasics = counted.Where(c =>
            c.Results.Contains(ObservationResult.Met) && c.Results.All(r => r is ObservationResult.Met or ObservationResult.Na));
        var tally = Make.Tally(Viewpoint.Process, contacts);

        Assert.Equal(counted.Sum(c => c.StandOuts), tally.StandOuts);
        Assert.Equal(onBasics.Sum(c => c.StandOuts), tally.StandOutsOnBasics);
    });

    [Fact]
    public void Excluded_interactions_count_only_as_excluded() => Arbitraries.ContactLists.Always(contacts =>
    {
        foreach (var viewpoint in Both)
        {
            var all = Figures(Make.Tally(viewpoint, contacts));
            var counted = Figures(Make.Tally(viewpoint, contacts.Where(c => c.State == InteractionState.Counted)));

            Assert.Equal((long)contacts.Count(c => c.State == InteractionState.Excluded), all[nameof(ConsistencyTally.Excluded)]);
            Assert.Equal(Without(counted, [nameof(ConsistencyTally.Excluded)]), Without(all, [nameof(ConsistencyTally.Excluded)]));
        }
    });

    [Fact]
    public void Order_never_matters()
    {
        var shuffled = from contacts in Arbitraries.ContactLists from other in Gen.Shuffle(contacts) select (contacts, other);
        shuffled.Always(x =>
        {
            foreach (var viewpoint in Both)
                Assert.Equal(Figures(Make.Tally(viewpoint, x.contacts)), Figures(Make.Tally(viewpoint, x.other)));
        });
    }

    [Fact]
    public void Adding_once_with_times_n_is_adding_n_times()
    {
        var repeated =
            from contacts in Arbitraries.ContactLists
            from times in Gen.Choose(0, 7).ListOf(contacts.Length)
            select contacts.Zip(times).ToArray();
        repeated.Always(x =>
        {
            foreach (var viewpoint in Both)
            {
                var once = new ConsistencyTally(viewpoint);
                foreach (var (contact, times) in x) once.Add(contact.Pattern, times);

                Assert.Equal(Figures(Make.Tally(viewpoint, x.SelectMany(c => Enumerable.Repeat(c.First, c.Second)))), Figures(once));
            }
        });
    }

    [Fact]
    public void Any_set_of_interactions_counts_as_a_list_of_them_does_by_hand() => Arbitraries.ContactLists.Always(
        contacts =>
        {
            var counted = contacts.Where(c => c.State == InteractionState.Counted).ToList();
            var scores = new List<double>();
            long allMet = 0, critical = 0;
            foreach (var contact in counted)
            {
                var applicable = contact.Results.Zip(contact.Baseline.Expectations)
                    .Where(o => o.First is ObservationResult.Met or ObservationResult.Missed).ToList();
                if (applicable.Count == 0) continue;
                var missed = applicable.Where(o => o.First == ObservationResult.Missed).ToList();
                scores.Add(100 - 100.0 * missed.Sum(o => o.Second.Weight) / applicable.Sum(o => o.Second.Weight));
                if (missed.Count == 0) allMet++;
                if (missed.Any(o => o.Second.Critical)) critical++;
            }

            var tally = Make.Tally(Viewpoint.Person, contacts);

            Assert.Equal(counted.Count, tally.Interactions);
            Assert.Equal(scores.Count, tally.Scored);
            Assert.Equal(allMet, tally.AllBasicsMet);
            Assert.Equal(critical, tally.CriticalMissed);
            Assert.Equal(counted.Count(c => c.Csat is not null), tally.CsatCount);
            Assert.Equal(counted.Sum(c => c.Csat ?? 0), tally.CsatSum);
            if (scores.Count == 0) return;
            // A score is kept to a ten-thousandth of a percent.
            Assert.Equal(scores.Average(), tally.MeanScore!.Value, 0.00006);
            if (scores.Count == 1) return;
            var mean = scores.Average();
            Assert.Equal(
                Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Count - 1)), tally.ScoreStandardDeviation!.Value, 0.0002);
        },
        tests: 500);

    private static readonly string[] StandOutFigures = [nameof(ConsistencyTally.StandOuts), nameof(ConsistencyTally.StandOutsOnBasics)];

    private static readonly string[] Rulings = [nameof(ConsistencyTally.Held), nameof(ConsistencyTally.Excused)];

    private static bool IsRuled(ObservationResult result) => result is ObservationResult.Held or ObservationResult.Excused;

    // Every public figure, also those that are added later.
    private static SortedDictionary<string, object?> Figures(ConsistencyTally tally) =>
        new(typeof(ConsistencyTally).GetProperties().ToDictionary(p => p.Name, p => p.GetValue(tally)), StringComparer.Ordinal);

    private static Dictionary<string, object?> Without(SortedDictionary<string, object?> figures, string[] names) =>
        figures.Where(f => !names.Contains(f.Key)).ToDictionary();
}
