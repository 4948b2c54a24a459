using MathNet.Numerics.Distributions;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.Tests.Figures.Comparison;

/// <summary>People are compared with what colleagues deliver on the same channel, at the same site, in the same week.</summary>
public class ColleagueExpectationTests
{
    private const int PerWeek = 45;

    private static readonly Surroundings Counter = new("counter", "harbour|counter", "w1"), Phone = new("phone", "harbour|phone", "w1");

    [Fact]
    public void The_expectation_is_the_rate_of_everybody_else_there_in_the_proportions_of_the_person()
    {
        StaffCell[] cells =
        [
            new("ann", Counter, 30, 40), new("ann", Phone, 5, 10),
            new("ben", Counter, 900, 1000), new("ben", Phone, 400, 800),
            new("eve", Counter, 3_600, 4_000), new("eve", Phone, 1_600, 3_200),
        ];

        var ann = StaffComparison.Of(cells).Staff[0];

        // 40 at 0.90 and 10 at 0.50, whatever Ann delivered herself.
        Assert.Equal((40 * 0.9 + 10 * 0.5) / 50, ann.Expected!.Value, 1e-12);
        Assert.Equal((35L, 50L, 0L), (ann.K, ann.N, ann.Alone));
        Assert.Contains("colleagues on the same channels in the same weeks met them in 82 %", ann.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("Among 3 people nobody can be told apart yet.", ann.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_colleagues_of_a_week_are_helped_out_by_those_of_other_weeks_and_other_sites()
    {
        var (elsewhere, before, now) = (
            new Surroundings("counter", "northgate", "n1"), new Surroundings("counter", "harbour", "h1"),
            new Surroundings("counter", "harbour", "h2"));
        StaffCell[] cells = [
            new("ann", now, 12, 20), new("ben", now, 4, 10), new("ben", before, 60, 90), new("cas", elsewhere, 800, 1000),
            new("dan", elsewhere, 900, 1000)];

        var ann = StaffComparison.Of([cells[0]], cells, fewest: 1).Staff[0];

        var wide = (4.0 + 60 + 800 + 900) / (10 + 90 + 2000);
        var near = (64 + 20 * wide) / (100 + 20);
        Assert.Equal((4 + 20 * near) / (10 + 20), ann.Expected!.Value, 1e-12);
    }

    [Fact]
    public void How_sure_the_expectation_is_follows_from_the_weight_of_every_single_interaction_of_colleagues()
    {
        var random = new Random(20261129);
        StaffCell[] cells =
        [
            .. from person in Enumerable.Range(0, 9)
               from site in new[] { "a", "b" }
               from channel in new[] { "counter", "phone" }
               from week in new[] { "1", "2", "3" }
               where random.Next(3) > 0
               let n = random.Next(1, 30)
               select new StaffCell($"p{person}", new(channel, channel + site, channel + site + week), random.Next(n + 1), n),
        ];
        var own = cells.Where(c => c is { Staff: "p0", Where.Near: "countera" or "phonea" }).ToList();
        var rate = new ColleagueExpectation(cells).For("p0", own);

        // The expectation is a weighted sum of what colleagues delivered: raising one k by 1 moves it by the weight of that interaction.
        double squares = 0;
        var people = new Dictionary<string, double>();
        foreach (var (i, cell) in cells.Index().Where(c => c.Item.Staff != "p0"))
        {
            var more = cells.ToArray();
            more[i] = cell with { K = cell.K + 1 };
            var weight = new ColleagueExpectation(more).For("p0", own).Rate - rate.Rate;
            squares += weight * weight * cell.N;
            people[cell.Staff] = people.GetValueOrDefault(cell.Staff) + weight * cell.N;
        }

        Assert.Equal(squares * rate.Rate * (1 - rate.Rate), rate.Chance, 1e-12);
        Assert.Equal(people.Values.Sum(b => b * b), rate.Company, 1e-9);
        Assert.Equal(1, people.Values.Sum(), 1e-9);
    }

    [Fact]
    public void Where_nobody_else_works_there_is_nothing_to_compare_with()
    {
        StaffCell[] cells = [
            new("ann", Phone, 1, 40), new("ann", Counter, 11, 12),
            .. Enumerable.Range(0, 8).Select(i => new StaffCell($"p{i}", Counter, 54, 60))];

        var ann = StaffComparison.Of(cells).Staff[0];
        Assert.Equal((11L, 12L, 40L, false), (ann.K, ann.N, ann.Alone, ann.IsNamed));
        Assert.Contains("40 more, where nobody else works, are compared with nothing.", ann.Sentence, StringComparison.Ordinal);

        var onlyPhone = StaffComparison.Of([cells[0], .. cells[2..]]).Staff[0];
        Assert.Null(onlyPhone.Limits);
        Assert.Equal("Nobody else works there: 40 interactions are compared with nothing.", onlyPhone.Sentence);
    }

    [Fact]
    public void Lower_limit_sentence_and_name_say_the_same_of_every_person()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 30; round++)
        {
            var staff = Round(random, people: 14, i => i == 0 ? 0.72 : 0.85 + 0.1 * random.NextDouble(), (_, _, _) => 0);
            foreach (var person in StaffComparison.Of(staff).Staff)
            {
                Assert.Equal(person.IsNamed, (double)person.K / person.N < person.Limits!.Value.Lower);
                Assert.Equal(
                    person.IsNamed, person.Sentence.EndsWith(
                        "This is lower than chance and the usual differences between people explain.", StringComparison.Ordinal));
                Assert.Equal(
                    !person.IsOutside, person.Sentence.EndsWith("This is within the usual differences.", StringComparison.Ordinal));
            }
        }
    }

    // 60 people, 4 weeks; the first three work only the phone, where everybody delivers less.
    [Theory]
    [InlineData(0.80)]
    [InlineData(0.75)]
    public void Who_only_works_the_hard_channel_is_not_named_for_it(double phone)
    {
        var wrong = Rounds(
            40, random => Round(
                random, 60, _ =>
                    0.9, (_, _, place) =>
                        place == Phone ? Odds(phone) - Odds(0.9) : 0, i => i < 3 ? [Phone] : i % 4 == 0 ? [Counter, Phone] : [Counter]));
        Assert.InRange(wrong.Count(r => r.Named.Any()), 0, 2);
    }

    [Fact]
    public void A_week_that_was_bad_for_all_and_people_who_worked_in_it_are_two_things()
    {
        // Week 2 falls by a logit; every third person works nothing but that week.
        var wrong = Rounds(
            40, random => Round(
                random, 30, _ => 0.9, (_, week, _) => week == 2 ? -1 : 0, _ => [Counter], i => i % 3 == 0 ? [2, 2, 2] : [1, 2, 3]));
        Assert.InRange(wrong.Count(r => r.Named.Any()), 0, 2);
    }

    [Fact]
    public void Shuffled_within_channel_and_week_nobody_is_named_and_one_real_difference_is()
    {
        // Channels at 0.63 and 0.41, weeks at 61, 56, 46 and 53 %: nobody differs.
        double[] weeks = [0.2, 0, -0.4, -0.1];
        Surroundings[] Channels(int i) => i == 0 ? [Phone] : i % 2 == 0 ? [Counter, Phone] : [Counter];
        StaffCell[] Draw(Random random, double first) =>
            Round(random, 25, i => i == 5 ? first : 0.6, (_, week, place) => weeks[week - 1] - (place == Phone ? 0.8 : 0), Channels);

        Assert.InRange(Rounds(60, r => Draw(r, 0.6)).Count(r => r.Named.Any()), 0, 2);
        var different = Rounds(20, r => Draw(r, 0.3));
        Assert.All(different, r => Assert.All(r.Named, s => Assert.Equal("p05", s.Staff)));
        Assert.InRange(different.Count(r => r.Named.Any()), 18, 20);
    }

    [Fact]
    public void Renaming_people_channels_and_weeks_renames_the_result()
    {
        var random = new Random(4);
        var staff = Round(
            random, 12, i => i == 3 ? 0.6 : 0.9, (_, week, _) => week % 2 * 0.3, i => i % 2 == 0 ? [Counter, Phone] : [Counter]);
        static Surroundings Renamed(Surroundings w) => new("x" + w.Wide, "y" + w.Near, "z" + w.Now);
        var (plain, renamed) = (
            StaffComparison.Of(staff),
            StaffComparison.Of([.. staff.Select(c => c with { Staff = "q" + c.Staff, Where = Renamed(c.Where) })]));

        Assert.Equal(plain.Staff, renamed.Staff.Select(s => s with { Staff = s.Staff[1..] }));
        Assert.Equal("p03", Assert.Single(plain.Named).Staff);
    }

    [Fact]
    public void The_spread_between_people_has_no_end_in_reach()
    {
        // Own rates of 5 to 95 %: nobody of these is one of few who differ.
        var staff = Enumerable.Range(0, 40).Select(i => new StaffCount($"p{i:00}", 10 + 9 * i / 2, 200)).ToList();
        var comparison = StaffComparison.OfAlike(staff);

        Assert.InRange(comparison.Spread!.Value, 0.2, 0.33);
        Assert.Empty(comparison.Named);
    }

    [Fact]
    public void People_far_from_the_pooled_rate_are_found_where_one_of_them_makes_most_of_it()
    {
        var staff = Enumerable.Range(0, 20).Select(i => new StaffCount($"p{i:00}", 268 + i % 5, 300))
            .Append(new("low", 1_800, 6_000)).ToList();
        Assert.Equal("low", Assert.Single(StaffComparison.OfAlike(staff).Named).Staff);
    }

    private static double Odds(double p) => Math.Log(p / (1 - p));

    private static List<StaffComparison> Rounds(int count, Func<Random, StaffCell[]> draw) =>
        [.. Enumerable.Range(0, count).Select(seed => StaffComparison.Of(draw(new Random(20261128 + seed))))];

    /// <summary>What people with a rate of their own, moved on the logit scale by channel and week, deliver.</summary>
    private static StaffCell[] Round(
        Random random, int people,
        Func<int, double> rate, Func<int, int, Surroundings, double> moved, Func<int, Surroundings[]>? channels =
            null, Func<int, int[]>? weeks = null) =>
    [
        .. from i in Enumerable.Range(0, people)
           let own = rate(i)
           let places = channels?.Invoke(i) ?? [Counter]
           from week in weeks?.Invoke(i) ?? [1, 2, 3, 4]
           from place in places
           let n = PerWeek / places.Length
           let shift = moved(i, week, place)
           let chance = 1 / (1 + Math.Exp(-(Odds(own) + shift)))
           select new StaffCell($"p{i:00}", place with { Now = place.Near + week }, Binomial.Sample(random, chance, n), n),
    ];
}
