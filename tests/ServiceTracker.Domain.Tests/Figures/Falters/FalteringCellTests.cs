using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;
using ServiceTracker.Domain.Figures.Falters;

namespace ServiceTracker.Domain.Tests.Figures.Falters;

public class FalteringCellTests
{
    private static readonly Gen<RoleHourCount[]> Cells =
        from size in Gen.Choose(0, 40)
        from counts in Properties.CountOf(60).ListOf(size)
        from hours in Gen.Choose(8, 12).ListOf(size)
        from basics in Gen.Choose(0, 2).ListOf(size)
        select counts.Select((c, i) =>
            new RoleHourCount(i % 2 == 0 ? "Counter" : "Floor", hours[i], $"basic_{basics[i]}", c.N, c.K)).ToArray();

    [Fact]
    public void Lunchtime_at_the_counter_is_found_and_told_in_one_sentence()
    {
        var cells = from role in (string[])["Counter", "Floor"]
                    from hour in Enumerable.Range(9, 8)
                    from basic in (string[])["greeted", "identity"]
                    let falters = role == "Counter" && hour == 12 && basic == "greeted"
                    select new RoleHourCount(role, hour, basic, 100, falters ? 65 : 91 + (hour + basic.Length) % 3);
        var found = Assert.Single(FalteringCell.Find(cells).Found);

        Assert.Equal(("Counter", 12, "greeted"), (found.Cell.Role, found.Cell.Hour, found.Cell.Expectation));
        Assert.Equal("greeted: met in 65 % of 100 from 12 to 13 h by Counter, elsewhere in 92 %.", found.Sentence);
        Assert.True(found.AdjustedP < 1e-6);
    }

    [Fact]
    public void Chance_alone_hardly_ever_falters()
    {
        var random = new Random(20261122);
        var rounds = Enumerable.Range(0, 200).Count(_ => FalteringCell.Find(
            from role in (string[])["Counter", "Floor"]
            from hour in Enumerable.Range(9, 8)
            from basic in Enumerable.Range(0, 6)
            select new RoleHourCount(role, hour, $"basic_{basic}", 80, Binomial.Sample(random, 0.9, 80))).Found.Count > 0);

        // Benjamini–Hochberg at 5 %: when nothing falters at most one round in twenty tells of anything.
        Assert.InRange(rounds, 0, 10 + 9);
    }

    [Fact]
    public void Each_cell_told_is_under_its_basic_elsewhere_and_order_does_not_matter()
    {
        var examples = from cells in Cells from other in Gen.Shuffle(cells) select (cells, other);
        examples.Always(x =>
        {
            var found = FalteringCell.Find(x.cells, fewest: 5, falseShare: 0.3).Found;
            Assert.Equal(found, FalteringCell.Find(x.other, fewest: 5, falseShare: 0.3).Found);
            Assert.All(
                found, f => Assert.True(f.Rate < f.Expected && f.PValue is >= 0 and <= 1 && f.AdjustedP < 0.3 && f.Cell.Applicable >= 5));
        });
    }

    [Fact]
    public void Few_observations_and_a_basic_asked_nowhere_else_say_nothing()
    {
        var few = FalteringCell.Find([new("Counter", 9, "greeted", 9, 0), new("Floor", 9, "greeted", 100, 99)]);
        Assert.Equal((1, 0), (few.Tested, few.Found.Count));
        var alone = FalteringCell.Find([new("Counter", 9, "greeted", 50, 0)]);
        Assert.Equal((0, 0), (alone.Tested, alone.Found.Count));
        Assert.Equal(0, FalteringCell.Find([]).Tested);
        Assert.Throws<ArgumentException>(() => FalteringCell.Find([new("Counter", 24, "greeted", 5, 0)]));
        Assert.Throws<ArgumentException>(() => FalteringCell.Find([new("Counter", 9, "greeted", 5, 6)]));
    }
}
