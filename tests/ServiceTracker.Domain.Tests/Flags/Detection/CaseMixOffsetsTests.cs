using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class CaseMixOffsetsTests
{
    private static Gen<CaseMixCount[]> Counts { get; } =
        (from person in Gen.Choose(1, 5)
         from reason in Gen.Elements("complaint", "order", null)
         from hour in Gen.Choose(0, 23)
         from n in Gen.Choose(1, 60)
         from usual in Gen.Choose(1, 40)
         from missed in Gen.Choose(0, n)
         select new CaseMixCount(person, reason, hour, new(n, n * usual / 100.0, missed))).ArrayOf();

    [Fact]
    public void A_reason_that_colleagues_miss_more_often_than_their_own_usual_level_is_as_much_harder()
    {
        // Of 1000 complaints 200 were missed where a tenth is usual: (200 + 5)/1050.
        var offsets = new CaseMixOffsets(0, [Of(1, "complaint", 9, 1000, 100, 200), Of(1, "order", 10, 1000, 100, 100)]);

        var hard = offsets.For("complaint", 12);

        Assert.InRange(hard, 0.3, Odds.Logit(205 / 1050.0) - Odds.Logit(0.1));
        Assert.InRange(offsets.For("complaint", 9), 0.7, Odds.Logit(0.2) - Odds.Logit(0.1) + 0.02);
        Assert.Equal(0, offsets.For("order", 10), 0.01);
        Assert.Equal(0, offsets.For("something else", 3), 1e-12);
    }

    [Fact]
    public void Reasons_and_hours_are_told_apart()
    {
        // Complaints have twice the odds of a miss, and noon has; at noon there are many complaints. All as expected: no chance.
        const double twice = 0.6931471805599453;
        CaseMixCount Cell(string reason, int hour, double n)
        {
            var shift = (reason == "complaint" ? twice : 0) + (hour == 12 ? twice : 0);
            return Of(1, reason, hour, n, 0.1 * n, n * Odds.Times(0.1, Math.Exp(shift)));
        }

        var offsets = new CaseMixOffsets(
            0, [Cell("complaint", 12, 8000), Cell("order", 12, 2000), Cell("complaint", 9, 2000), Cell("order", 9, 8000)]);

        Assert.Equal(twice, offsets.For("complaint", 9) - offsets.For("order", 9), 0.05);
        Assert.Equal(twice, offsets.For("order", 12) - offsets.For("order", 9), 0.05);
    }

    [Fact]
    public void Over_the_persons_own_mix_the_mean_chance_of_a_miss_is_the_usual_one() => Counts.Always(counts =>
    {
        var offsets = new CaseMixOffsets(3, counts);
        var own = counts.Where(c => c.Person == 3).ToList();
        var expected = own.Sum(c => c.Count.Expected);

        var mixed = own.Sum(c => c.Count.N * Odds.Times(c.Count.Expected / c.Count.N, Math.Exp(offsets.For(c.Reason, c.Hour))));

        Assert.Equal(expected, mixed, 1e-6 * (1 + expected));
    });

    [Fact]
    public void Ones_own_misses_do_not_make_ones_work_hard() => Counts.Always(counts =>
    {
        CaseMixOffsets With(double missed) => new(
            3, counts.Select(c => c.Person == 3 ? c with { Count = c.Count with { Missed = missed * c.Count.N } } : c));
        foreach (var reason in new[] { "complaint", "order", null })
            Assert.Equal(With(0).For(reason, 12), With(1).For(reason, 12), 1e-12);
    });

    [Fact]
    public void Who_people_are_called_and_the_order_of_counts_do_not_matter()
    {
        var relabelled = from counts in Counts
                         from order in Gen.Shuffle(Enumerable.Range(1, 5).ToArray())
                         from shuffled in Gen.Shuffle(counts)
                         select (Counts: counts, Order: order.ToArray(), Shuffled: shuffled.ToArray());
        relabelled.Always(x =>
        {
            var told = new CaseMixOffsets(3, x.Counts);
            var other = new CaseMixOffsets(x.Order[2], x.Shuffled.Select(c => c with { Person = x.Order[c.Person - 1] }));
            for (var hour = 0; hour < 24; hour++) Assert.Equal(told.For("order", hour), other.For("order", hour), 1e-9);
        });
    }

    [Theory]
    [InlineData(24, 0)]
    [InlineData(-1, 0)]
    [InlineData(3, 11)]
    [InlineData(3, double.NaN)]
    public void What_cannot_be_is_refused(int hour, double missed) =>
        Assert.Throws<ArgumentException>(() => new CaseMixOffsets(1, [Of(1, null, hour, 10, 1, missed)]));

    private static CaseMixCount Of(int person, string? reason, int hour, double n, double expected, double missed) =>
        new(person, reason, hour, new(n, expected, missed));
}
