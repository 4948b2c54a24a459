using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class PersonDetectorTests
{
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26);

    /// <summary>Interactions and the channel of each.</summary>
    private static Gen<(int Basics, (int Unit, DetectorObservation Of)[] All)> OnThreeChannels { get; } =
        from stream in Streams
        from units in Gen.Choose(1, 3).ListOf(stream.Observations.Length)
        select (stream.Basics, stream.Observations.Zip(units, (o, unit) => (unit, o)).ToArray());

    [Fact]
    public void A_person_of_one_channel_is_judged_as_that_unit_alone() => Streams.Always(x =>
    {
        var terms = Terms(x.Basics, 40, 0.02);
        var alone = new ChangeDetector(x.Basics);
        var person = new PersonDetector(x.Basics);
        foreach (var o in x.Observations)
        {
            var (step, of) = (alone.Advance(o, terms), person.Advance(7, o, terms, terms));
            Assert.Equal((step.Raised, step.Settled, step.CriticalMissed), (of.Raised?.Signal, of.Settled?.Signal, of.CriticalMissed));
            Assert.Null(of.Raised?.Unit);
        }
    });

    [Fact]
    public void The_evidence_is_half_that_of_all_together_and_half_the_sum_of_the_units() => OnThreeChannels.Always(x =>
    {
        var terms = Terms(x.Basics, variation: 0.02);
        var person = new PersonDetector(x.Basics);
        var units = new Dictionary<int, ChangeDetector>();
        foreach (var (unit, o) in x.All)
        {
            person.Advance(unit, o, terms, terms);
            if (!units.TryGetValue(unit, out var own)) units.Add(unit, own = new(x.Basics));
            own.Advance(o, terms);
        }

        // Each unit learns and sums up as if it were alone.
        foreach (var (unit, own) in units)
            if (person.Of(unit) is { } kept) Assert.Equal(own.EvidenceUnder(terms), kept.EvidenceUnder(terms));
        var expected = (person.Joint.EvidenceUnder(terms).Total + units.Values.Sum(u => u.EvidenceUnder(terms).Total)) / 2;

        var last = x.All[^1].Of with { OccurredAt = x.All[^1].Of.OccurredAt.AddHours(1), Applicable = 1, Missed = 0 };
        var before = person.Save();
        bool Flags(double threshold) =>
            new PersonDetector(before).Advance(x.All[^1].Unit, last, terms, terms with { Threshold = threshold }).Raised is not null;
        if (person.Joint.Interactions < 10) return;
        var next = new PersonDetector(before);
        next.Advance(x.All[^1].Unit, last, terms, terms);
        var now = (next.Joint.EvidenceUnder(terms).Total + units.Keys.Sum(u => next.Of(u)!.EvidenceUnder(terms).Total)) / 2;
        Assert.True(double.IsFinite(expected));
        Assert.True(Flags(now * (1 - 1e-9)));
        Assert.False(Flags(now * (1 + 1e-9)));
    });

    [Fact]
    public void What_channels_are_called_does_not_matter()
    {
        var renamed = from x in OnThreeChannels
                      from names in Gen.Shuffle(Enumerable.Range(1, 3).ToArray())
                      select (x.Basics, x.All, Names: names.ToArray());
        renamed.Always(x =>
        {
            var terms = Terms(x.Basics, 40, 0.02);
            var (told, other) = (new PersonDetector(x.Basics), new PersonDetector(x.Basics));
            foreach (var (unit, o) in x.All)
            {
                var (a, b) = (told.Advance(unit, o, terms, terms), other.Advance(x.Names[unit - 1], o, terms, terms));
                Assert.Equal(a.Raised?.Signal, b.Raised?.Signal);
                Assert.Equal(a.Settled?.Signal.Label, b.Settled?.Signal.Label);
                Assert.Equal(a.Raised?.Unit is { } where ? x.Names[where - 1] : null, b.Raised?.Unit);
            }
        });
    }

    [Fact]
    public void A_state_kept_as_text_and_read_again_goes_on_as_if_nothing_had_been()
    {
        var cuts = from x in OnThreeChannels from cut in Gen.Choose(0, x.All.Length) select (x.Basics, x.All, Cut: cut);
        cuts.Always(x =>
        {
            var terms = Terms(x.Basics, 40, 0.02);
            var whole = new PersonDetector(x.Basics);
            foreach (var (unit, o) in x.All) whole.Advance(unit, o, terms, terms);
            var first = new PersonDetector(x.Basics);
            foreach (var (unit, o) in x.All.Take(x.Cut)) first.Advance(unit, o, terms, terms);
            var second = new PersonDetector(
                JsonSerializer.Deserialize<PersonDetectorState>(JsonSerializer.Serialize(first.Save()))!);
            foreach (var (unit, o) in x.All.Skip(x.Cut)) second.Advance(unit, o, terms, terms);

            Assert.Equal(JsonSerializer.Serialize(whole.Save()), JsonSerializer.Serialize(second.Save()));
        });
    }

    [Fact]
    public void A_drop_on_every_channel_is_found_sooner_than_by_any_of_them_and_told_of_all()
    {
        var flag = Drop(unit => true);
        var alone = new ChangeDetector(1);
        var terms = Told with { Threshold = 2340 };
        alone.AdvanceAll(Regular(130, 3, 10), terms);
        var byOne = alone.AdvanceAll(Regular(60, 3, 3, from: NextMonday), terms)[0];

        Assert.Null(flag.Unit);
        Assert.True(flag.Signal.BusinessDate < byOne.BusinessDate);
    }

    [Fact]
    public void A_drop_on_one_channel_names_it() => Assert.Equal(2, Drop(unit => unit == 2).Unit);

    [Fact]
    public void A_new_baseline_begins_a_segment_on_every_channel()
    {
        var person = new PersonDetector(1);
        foreach (var o in Regular(130, 3, 10))
            for (var unit = 1; unit <= 3; unit++) person.Advance(unit, o, Told, Told);

        person.StartSegment([0, -1]);

        Assert.Equal(2, person.Joint.Usual.Basics);
        Assert.All(Enumerable.Range(1, 3), unit => Assert.Equal(0, person.Of(unit)!.Usual.N));
        Assert.All(Enumerable.Range(1, 3), unit => Assert.True(person.Of(unit)!.Usual.Applicable(0) > 300));
    }

    [Fact]
    public void The_threshold_of_a_person_grows_with_many_small_units()
    {
        Assert.Equal(1.1 * 2340, Threshold.OfPerson([2340]), 1e-9);
        Assert.Equal(1.1 * 2340, Threshold.OfPerson([780, 780, 780]), 1e-9);
        Assert.Equal(1.1 * 2340, Threshold.OfPerson([1300, 780, 260, 0]), 1e-9);
        Assert.Equal(1.1 * 2340 * Math.Sqrt(5.0 / 3), Threshold.OfPerson([468, 468, 468, 468, 468]), 1e-9);
        Assert.Equal(1.1 * 2340 * 1.5, Threshold.OfPerson([.. Enumerable.Repeat(260.0, 9)]), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.OfPerson([0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Threshold.OfPerson([10, -1]));
    }

    private static DetectorTerms Told => Terms();

    // Three channels of three a day with every tenth missed, then every third on some of them.
    private static PersonSignal Drop(Func<int, bool> drops)
    {
        var person = new PersonDetector(1);
        var whole = Told with { Threshold = 2340 };
        foreach (var o in Regular(130, 3, 10))
            for (var unit = 1; unit <= 3; unit++) person.Advance(unit, o, Told, whole);
        var worse = Regular(60, 3, 3, from: NextMonday).ToList();
        var usual = Regular(60, 3, 10, from: NextMonday).ToList();
        for (var i = 0; i < worse.Count; i++)
            for (var unit = 1; unit <= 3; unit++)
                if (person.Advance(unit, drops(unit) ? worse[i] : usual[i], Told, whole).Raised is { } raised) return raised;
        throw new InvalidOperationException("No flag was raised.");
    }
}
