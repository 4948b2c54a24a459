using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class ColleaguesNowTests
{
    private static readonly DateOnly Today = Monday.AddDays(14);

    private static Gen<ColleagueCount[]> Counts { get; } =
        (from person in Gen.Choose(1, 6)
         from day in Gen.Choose(0, 20)
         from n in Gen.Choose(1, 30)
         from usual in Gen.Choose(1, 40)
         from missed in Gen.Choose(0, n)
         select Count(person, Monday.AddDays(day), n, n * usual / 100.0, missed)).ArrayOf();

    [Fact]
    public void It_is_the_shift_of_what_was_missed_over_what_was_expected_with_100_interactions_as_usual()
    {
        // Yesterday counts whole: 300 with 30 expected and 60 missed, and 100 pretended with 10: 70 of 400 against a tenth.
        var now = ColleaguesNow.UpTo(Today, [Count(1, Today.AddDays(-1), 300, 30, 60), Count(2, Today.AddDays(-1), 40, 4, 40)], 1);

        var shift = now.For(2);

        Assert.Equal(Odds.Logit(70.0 / 400) - Odds.Logit(0.1), shift.Rate, 1e-12);
        Assert.Equal(shift.Rate, Assert.Single(shift.Basics), 1e-12);
    }

    [Fact]
    public void A_week_is_worth_half_of_the_next_one_and_today_nothing()
    {
        // 100 of yesterday and 50, half of 100, of a week before; today's are not known yet.
        var now = ColleaguesNow.UpTo(
            Today,
            [Count(1, Today.AddDays(-8), 100, 10, 30), Count(1, Today.AddDays(-1), 100, 10, 10), Count(1, Today, 500, 50, 500)], 1);

        Assert.Equal(Odds.Logit((15 + 10 + 10) / 250.0) - Odds.Logit(0.1), now.For(0).Rate, 1e-12);
    }

    [Fact]
    public void Where_many_tell_three_days_are()
    {
        // 500 a day would leave 500 effective ones with a half-life of 0.7 days; three are the fewest.
        var now = ColleaguesNow.UpTo(
            Today, [Count(1, Today.AddDays(-4), 1000, 100, 300), Count(1, Today.AddDays(-1), 1000, 100, 100)], 1);

        Assert.Equal(Odds.Logit((150 + 100 + 10) / 1600.0) - Odds.Logit(0.1), now.For(0).Rate, 1e-12);
    }

    [Fact]
    public void Of_whole_weeks_the_last_two_count_alike()
    {
        var now = ColleaguesNow.OfLastWeeks(
            Today,
            [
                Count(1, Today.AddDays(-15), 900, 90, 900), Count(1, Today.AddDays(-8), 200, 20, 60),
                Count(1, Today.AddDays(-1), 100, 10, 20),
                Count(1, Today.AddDays(6), 900, 90, 900),
            ],
            1);

        Assert.Equal(Odds.Logit((80 + 10) / 400.0) - Odds.Logit(0.1), now.For(0).Rate, 1e-12);
    }

    [Fact]
    public void A_reason_that_few_had_shows_what_its_channel_shows()
    {
        var channel = ColleaguesNow.UpTo(Today, [Count(1, Today.AddDays(-1), 9900, 990, 2000)], 1).For(0);

        Assert.Equal(channel, ColleaguesNow.UpTo(Today, [], 1).For(0, channel), Same);
        var few = ColleaguesNow.UpTo(Today, [Count(1, Today.AddDays(-1), 10, 1, 1)], 1).For(0, channel);
        Assert.InRange(few.Rate, 0.7 * channel.Rate, channel.Rate);
    }

    [Fact]
    public void Nobody_is_their_own_colleague() => Counts.Always(counts =>
    {
        var without = ColleaguesNow.UpTo(Today, counts.Where(c => c.Person != 3), 1).For(3);
        var with = ColleaguesNow.UpTo(Today, counts, 1).For(3);

        Assert.Equal(without, with, Same);
    });

    [Fact]
    public void Who_people_are_called_and_the_order_of_counts_do_not_matter()
    {
        var relabelled = from counts in Counts
                         from order in Gen.Shuffle(Enumerable.Range(1, 6).ToArray())
                         from shuffled in Gen.Shuffle(counts)
                         select (Counts: counts, Order: order.ToArray(), Shuffled: shuffled.ToArray());
        relabelled.Always(x =>
        {
            var told = ColleaguesNow.UpTo(Today, x.Counts, 1);
            var other = ColleaguesNow.UpTo(Today, x.Shuffled.Select(c => c with { Person = x.Order[c.Person - 1] }), 1);
            for (var person = 1; person <= 6; person++) Assert.Equal(told.For(person), other.For(x.Order[person - 1]), Same);
        });
    }

    [Fact]
    public void Whole_weeks_later_it_is_the_same()
    {
        var later = from counts in Counts from weeks in Gen.Choose(1, 60) select (Counts: counts, Days: 7 * weeks);
        later.Always(x => Assert.Equal(
            ColleaguesNow.UpTo(Today, x.Counts, 1).For(1),
            ColleaguesNow.UpTo(Today.AddDays(x.Days), x.Counts.Select(c => c with { Date = c.Date.AddDays(x.Days) }), 1).For(1), Same));
    }

    [Fact]
    public void What_comes_over_everybody_is_expected_of_everybody()
    {
        // Usual levels of 5 to 30 %, all moved by the same constant on the logit scale, as the chances have it. Where colleagues differ as
        // widely, the shift of their sum is a twentieth smaller than that of each.
        var moved = from shift in Gen.Choose(-100, 100) select shift / 100.0;
        moved.Always(shift =>
        {
            var counts = Enumerable.Range(0, 40).Select(i =>
            {
                var usual = 0.05 + 0.25 * i / 40;
                return Count(i, Today.AddDays(-1), 5000, 5000 * usual, 5000 * Odds.Times(usual, Math.Exp(shift)));
            });

            var now = ColleaguesNow.UpTo(Today, counts, 1);
            Assert.All(
                Enumerable.Range(0, 40), i => Assert.Equal(shift, now.For(i).Rate, 0.02 + 0.06 * Math.Abs(shift)));
        });
    }

    [Fact]
    public void A_person_in_a_site_that_misses_more_is_judged_as_one_in_a_site_that_does_not()
    {
        // Three weeks of 0.2 where a tenth is usual: of everybody, and of one person alone.
        var (alone, together) = (new ChangeDetector(1), new ChangeDetector(1));
        var usual = Terms(threshold: 500, variation: 0.02);
        foreach (var detector in new[] { alone, together }) detector.AdvanceAll(Regular(130, 9, 10), usual);
        var bad = Regular(15, 9, 5, from: Monday.AddDays(182)).ToArray();
        var colleagues = ColleaguesNow.UpTo(Today, [Count(7, Today.AddDays(-1), 400, 40, 80)], 1).For(0);

        Assert.NotEmpty(alone.AdvanceAll(bad, usual));
        Assert.Empty(together.AdvanceAll(bad, usual.Expecting(colleagues)));
    }

    [Theory]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(10, 11, 0)]
    [InlineData(10, 1, 11)]
    [InlineData(10, 1, -1)]
    public void A_count_that_cannot_be_is_refused(double n, double expected, double missed) => Assert.Throws<ArgumentException>(
        () => ColleaguesNow.UpTo(Today, [Count(1, Monday, n, expected, missed)], 1));

    private static ColleagueCount Count(int person, DateOnly date, double n, double expected, double missed) =>
        new(person, date, new(n, expected, missed), [new(n, expected, missed)]);

    private static bool Same(ColleagueShift a, ColleagueShift b) =>
        Math.Abs(a.Rate - b.Rate) < 1e-9 && a.Basics.Zip(b.Basics, (x, y) => Math.Abs(x - y)).All(d => d < 1e-9);
}
