using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class AttributionTests
{
    private const int People = 6, Basics = 4;
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26), Kept = Monday.AddDays(7 * 24);

    [Fact]
    public void When_nothing_changes_nobody_carries_anything()
    {
        var attributed = Decide(_ => "");

        Assert.Null(attributed.Channel);
        Assert.Empty(attributed.People);
        Assert.Empty(attributed.Withheld);
    }

    [Fact]
    public void When_the_whole_channel_drops_the_channel_carries_the_flag_and_its_people_none()
    {
        var attributed = Decide(_ => "mmxmxmmmx");

        Assert.Equal(DetectionKind.Lower, attributed.Channel!.Label.Kind);
        Assert.Empty(attributed.People);
        Assert.Equal(People, attributed.Withheld.Count);
        Assert.False(attributed.IsLinked);
    }

    [Fact]
    public void When_one_person_drops_that_person_carries_the_flag_and_the_channel_none()
    {
        var attributed = Decide(person => person == 2 ? "mxxmxmxmx" : "");

        Assert.Null(attributed.Channel);
        Assert.Equal(2, Assert.Single(attributed.People).Id);
        Assert.Empty(attributed.Withheld);
    }

    [Fact]
    public void A_person_who_drops_far_more_than_a_dropping_channel_carries_a_flag_of_their_own_linked_to_the_channels()
    {
        var attributed = Decide(person => person == 2 ? "xxxmxxmxx" : "mmxmxmmmx");

        Assert.NotNull(attributed.Channel);
        Assert.Equal(2, Assert.Single(attributed.People).Id);
        Assert.True(attributed.IsLinked);
    }

    [Fact]
    public void A_day_that_was_bad_for_everybody_makes_nobody_erratic()
    {
        var shared = Decide(_ => "", bad: (_, day) => day % 5 == 2);
        var own = Decide(_ => "", bad: (person, day) => person == 2 && day % 5 == 2);

        Assert.Empty(shared.People);
        Assert.NotEmpty(shared.Withheld);
        Assert.All(shared.Withheld, w => Assert.Equal(DetectionKind.Erratic, w.Signal.Label.Kind));
        Assert.Equal((2, DetectionKind.Erratic), (Assert.Single(own.People).Id, own.People[0].Signal.Label.Kind));
    }

    [Fact]
    public void Somebody_alone_on_a_channel_is_judged_by_their_own_usual_level()
    {
        var attributed = Decide([Unit(0, "mxxmxmxmx", null)]);

        Assert.Single(attributed.People);
        Assert.Null(attributed.Channel);
    }

    [Fact]
    public void What_the_channel_does_not_say_stays_with_the_people()
    {
        var units = Units(_ => "mmxmxmmmx");
        var silent = Decide(units, KeptSeries.FromStart(Basics, Terms(Basics)));

        Assert.All(silent.People, p => Assert.False(Attribution.Carries(units[p.Id], p.Signal, units)));
        Assert.Equal(Enumerable.Range(0, People), silent.People.Select(p => p.Id));
        Assert.Empty(silent.Withheld);
    }

    [Fact]
    public void Who_drops_less_than_everybody_else_does_not_carry_a_drop_for_having_done_better_than_they()
    {
        var units = Units(person => person == 2 ? "mmxmxmmmx" : "xxxmxxmxx");
        var attributed = Decide(units);

        // The last flag, of which it is not settled yet whether it is a fall or days that differ.
        Assert.False(attributed.Channel!.IsSettled);
        Assert.True(attributed.Channel.Label.Kind is DetectionKind.Lower or DetectionKind.Erratic);
        var withheld = Assert.Single(attributed.Withheld, w => w.Id == 2);
        Assert.NotEqual(DetectionKind.Better, withheld.Signal.Label.Kind);
        Assert.False(Attribution.Carries(units[2], withheld.Signal, units));
    }

    public static TheoryData<string, string> Changes => new()
    {
        { "", "" }, { "mmxmxmmmx", "mmxmxmmmx" }, { "mxxmxmxmx", "" }, { "xxxmxxmxx", "mmxmxmmmx" }, { "mmxmxmmmx", "xxxmxxmxx" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void From_a_state_kept_before_the_change_the_answer_is_that_from_the_first_interaction_on(string own, string others)
    {
        var all = Units(person => person == 2 ? own : others);
        var kept = all.ConvertAll(u =>
        {
            var before = u.Observations.Where(o => o.BusinessDate < Kept).ToList();
            return u with
            {
                Kept = u.Kept with { States = [u.Kept.States[0], DetectorReplay.Run(Basics, before, u.Kept.Terms).State] },
                Observations = [.. u.Observations.Except(before)],
            };
        });
        var channel = DetectorReplay.Run(
            Basics, all.SelectMany(u => u.Observations).Where(o => o.BusinessDate < Kept), Channel.Terms).State;

        var (whole, part) = (Decide(all), Decide(kept, Channel with { States = [channel] }, Raised(all)));

        // Of the channel's own past those who carry a flag are part, as far as it is not run again.
        Assert.Equal(
            (whole.Channel?.Label, whole.Channel?.BusinessDate, whole.Channel?.Since),
            (part.Channel?.Label, part.Channel?.BusinessDate, part.Channel?.Since));
        Assert.Equal(whole.People, part.People);
        Assert.Equal(whole.Withheld, part.Withheld);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Naming_people_otherwise_and_taking_them_in_another_order_changes_nothing_else(string own, string others)
    {
        var units = Units(person => person == 2 ? own : others);
        var (plain, renamed) = (Decide(units), Decide([.. units.Select(u => u with { Id = 90 - u.Id }).Reverse()]));

        Assert.Equal(plain.Channel, renamed.Channel);
        Assert.Equal(plain.People, renamed.People.Select(p => p with { Id = 90 - p.Id }).OrderBy(p => p.Id));
        Assert.Equal(plain.Withheld, renamed.Withheld.Select(p => p with { Id = 90 - p.Id }).OrderBy(p => p.Id));
    }

    [Fact]
    public void After_a_new_baseline_people_are_held_against_what_it_asks()
    {
        // The last basic is dropped after 22 weeks; what was learnt of the others goes on, all met is learnt anew.
        var baseline = Monday.AddDays(7 * 22);
        DetectorSegment[] segments = [new(baseline, [0, 1, 2])];
        var (before, after) = (Terms(Basics, 2340, 0.02), Terms(Basics - 1, 2340, 0.02));
        var units = Enumerable.Range(0, People).Select(p => Unit(p, p == 2 ? "xxxmxxmxx" : "", null)).Select(u => u with
        {
            Kept = u.Kept with { Terms = date => date < baseline ? before : after, Segments = segments },
            Observations = [.. u.Observations.Select(o => o.BusinessDate < baseline ? o
                : o with { Missed = o.Missed & All(Basics - 1), Applicable = All(Basics - 1) })],
        }).ToList();
        var raised = units.SelectMany(u => DetectorReplay.Run(Basics, u.Observations, u.Kept.Terms, segments).Latest
            .Where(s => s.BusinessDate >= NextMonday).TakeLast(1).Select(s => new AttributedSignal(u.Id, s))).ToList();

        var (silent, asked) = (Terms(Basics), Terms(Basics - 1));
        var channel = KeptSeries.FromStart(Basics, silent) with { Terms = date => date < baseline ? silent : asked, Segments = segments };

        var attributed = Decide(units, channel, raised);

        Assert.Equal(2, Assert.Single(attributed.People).Id);
        Assert.True(Attribution.Carries(units[2], attributed.People[0].Signal, units));
    }

    private static KeptSeries Channel { get; } = KeptSeries.FromStart(Basics, Terms(Basics, threshold: 2340 * People, variation: 0.02));

    // 26 weeks of 9 a day with one miss, then four weeks of the days given, or a bad day among as many good ones that the level stays.
    private static Attributed Decide(Func<int, string> days, Func<int, int, bool>? bad = null) => Decide(Units(days, bad));

    private static Attributed Decide(List<WatchedUnit> units, KeptSeries? channel = null, List<AttributedSignal>? raised = null) =>
        Attribution.Decide(units, raised ?? Raised(units), channel ?? Channel, NextMonday);

    private static List<WatchedUnit> Units(Func<int, string> days, Func<int, int, bool>? bad = null) =>
        [.. Enumerable.Range(0, People).Select(p => Unit(p, days(p), bad is null ? null : day => bad(p, day)))];

    private static List<AttributedSignal> Raised(List<WatchedUnit> units) =>
    [
        .. units.SelectMany(u => DetectorReplay.Run(Basics, u.Observations, u.Kept.Terms).Latest
            .Where(s => s.BusinessDate >= NextMonday).TakeLast(1).Select(s => new AttributedSignal(u.Id, s))),
    ];

    private static WatchedUnit Unit(int person, string days, Func<int, bool>? bad)
    {
        var usual = Enumerable.Range(0, 9).Select(i => Rotated("xmmmmmmmm", person + i)).ToArray();
        var anyBad = bad is not null && Enumerable.Range(0, 20).Any(bad);
        string Later(int day) =>
            anyBad ? bad!(day) ? "xxxmxxmmm" : "mmmmmmmmm" : days.Length > 0 ? Rotated(days, person + day) : usual[day % 9];
        // The misses go round the basics, so that none of them slips alone.
        var misses = person;
        var observations = WorkingDays(130).SelectMany((d, i) => Day(d, usual[i % 9], Basics))
            .Concat(WorkingDays(20, NextMonday).SelectMany((d, i) => Day(d, Later(i), Basics)))
            .Select(o => o with { OccurredAt = o.OccurredAt.AddSeconds(person), Missed = o.AnyMissed ? 1L << misses++ % Basics : 0 })
            .Select((o, i) => o with { Interaction = new(person, (short)i, 0, 0, 0, 0, 0, 0, 0, 0, 0) });
        return new(person, KeptSeries.FromStart(Basics, Terms(Basics, threshold: 2340, variation: 0.02)), [.. observations]);
    }

    private static string Rotated(string text, int by) => text[(by % text.Length)..] + text[..(by % text.Length)];
}
