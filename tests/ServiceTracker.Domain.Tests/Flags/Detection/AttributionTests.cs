using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class AttributionTests
{
    private const int People = 6, Basics = 4;
    private static readonly DateOnly NextMonday = Monday.AddDays(7 * 26);

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
        var attributed = Attribution.Decide([Unit(0, "mxxmxmxmx", null)], Terms(Basics, threshold: 2340), NextMonday);

        Assert.Single(attributed.People);
        Assert.Null(attributed.Channel);
    }

    // 26 weeks of 9 a day with one miss, then four weeks of the days given, or a bad day among as many good ones that the level stays.
    private static Attributed Decide(Func<int, string> days, Func<int, int, bool>? bad = null) => Attribution.Decide(
        [.. Enumerable.Range(0, People).Select(p => Unit(p, days(p), bad is null ? null : day => bad(p, day)))],
        Terms(Basics, threshold: 2340 * People, variation: 0.02), NextMonday);

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
            .Select(o => o with { OccurredAt = o.OccurredAt.AddSeconds(person), Missed = o.AnyMissed ? 1L << misses++ % Basics : 0 });
        return new(person, [.. observations], Terms(Basics, threshold: 2340, variation: 0.02));
    }

    private static string Rotated(string text, int by) => text[(by % text.Length)..] + text[..(by % text.Length)];
}
