using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Figures.Gaps;

public sealed class PersonLoggingTests
{
    // Eight weeks of five days with fifteen logs, one in eight of them a full check.
    private const int Logs = 8 * 5 * 15, OneIn = 8;
    private const double Missed = 0.15;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Who_always_taps_all_met_is_named_within_eight_weeks_and_twenty_honest_ones_are_not(int seed)
    {
        var random = new Random(seed);
        var people = PersonLogging.Of(Enumerable.Range(1, 21).SelectMany(who => LogsOf(who, random)));
        Assert.Equal([21], people.Where(p => p.IsNamed).Select(p => p.StaffId));
        Assert.True(people[20].Gap.IsStraightLined);
    }

    [Fact]
    public void Of_ten_thousand_honest_people_hardly_one_in_a_room_of_twenty_is_ever_named()
    {
        var random = new Random(7);
        var rooms = Enumerable.Range(0, 500).Count(_ =>
            PersonLogging.Of(Enumerable.Range(1, 20).SelectMany(who => LogsOf(who, random))).Any(p => p.IsNamed));
        // At most 1 in 100 is promised.
        Assert.InRange(rooms, 0, 5);
    }

    [Fact]
    public void Channels_are_told_apart_and_who_has_one_kind_alone_is_not_compared()
    {
        var people = PersonLogging.Of(
        [
            new(1, 1, CheckKind.Full, true, 10), new(1, 1, CheckKind.Full, false, 5), new(1, 1, CheckKind.Quick, true, 60),
            new(1, 2, CheckKind.Full, true, 4), new(1, 2, CheckKind.Quick, true, 20), new(2, 1, CheckKind.Quick, true, 90),
        ]);
        var one = people[0];
        Assert.Equal((14, 19, 80, 80), (one.Gap.FullMet, one.Gap.Full, one.Gap.QuickMet, one.Gap.Quick));
        Assert.Equal((10, 15), (one.Channels[1].FullMet, one.Channels[1].Full));
        Assert.Equal((4, 4), (one.Channels[2].FullMet, one.Channels[2].Full));
        // Alone among those compared: nothing is raised.
        Assert.Equal(one.Gap.PValue, one.AdjustedPValue);
        Assert.Equal((2, 1.0, false), (people[1].StaffId, people[1].AdjustedPValue, people[1].IsNamed));
    }

    [Fact]
    public void Quick_logs_that_tell_of_more_misses_than_full_checks_name_nobody()
    {
        var person = Assert.Single(PersonLogging.Of(
            [new(1, 1, CheckKind.Full, true, 100), new(1, 1, CheckKind.Quick, true, 300), new(1, 1, CheckKind.Quick, false, 200)]));
        Assert.True(person.AdjustedPValue < PersonLogging.Level);
        Assert.False(person.IsNamed);
    }

    private static IEnumerable<PersonLoggedCount> LogsOf(int who, Random random) => Enumerable.Range(0, Logs).Select(_ =>
    {
        var check = random.Next(OneIn) == 0 ? CheckKind.Full : CheckKind.Quick;
        var isMissed = random.NextDouble() < Missed && !(who == 21 && check == CheckKind.Quick);
        return new PersonLoggedCount(who, 1, check, !isMissed, 1);
    });
}
