using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Domain.Tests.Figures.Comparison;

public class VarianceSharesTests
{
    private static readonly Gen<StaffChannelCell[]> Cells =
        from staff in Gen.Choose(1, 6)
        from channels in Gen.Choose(1, 4)
        from counts in Properties.CountOf(40).ListOf(staff * channels)
        select counts.Select((c, i) => Cell(i / channels, i % channels, c.K, c.N)).ToArray();

    [Fact]
    public void Cells_without_any_spread_of_their_own_still_have_shares()
    {
        var shares = VarianceShares.Of(
        [
            new("s000", "c0", new CellSum(16, 16, 16)), new("s000", "c1", new CellSum(16, 0, 0)),
            new("s001", "c0", new CellSum(2, 2, 2)), new("s001", "c1", new CellSum(10, 10, 10)),
        ])!;
        Assert.Equal(1, shares.Person.Share + shares.Channel.Share + shares.System.Share + shares.Chance, 1e-9);
    }

    [Fact]
    public void Shares_sum_to_one_and_are_claimed_only_where_they_are_estimated() => Cells.Always(
        cells =>
        {
            if (VarianceShares.Of(cells) is not { } shares) return;
            Assert.Equal(1, shares.Person.Share + shares.Channel.Share + shares.System.Share + shares.Chance, 1e-9);
            foreach (var part in (VarianceShare[])[shares.Person, shares.Channel, shares.System])
            {
                Assert.InRange(part.Share, 0, 1);
                Assert.InRange(part.Estimate, 0, 1);
                Assert.InRange(part.PValue, 0, 1);
                if (part.Share > 0) Assert.True(part.PValue < VarianceShares.ClaimLevel);
            }
        },
        tests: 100);

    [Fact]
    public void The_order_and_splitting_of_cells_changes_no_digit()
    {
        var examples = from cells in Cells
                       from other in Gen.Shuffle(
            cells.Concat(cells.Select(c => c with { Sums = default })).ToArray())
                       select (cells, other);
        examples.Always(x => Assert.Equal(VarianceShares.Of(x.cells), VarianceShares.Of(x.other)), tests: 40);
    }

    [Fact]
    public void What_makes_the_difference_is_named()
    {
        var random = new Random(11);
        var person = Claimed(random, (staff, _) => 0.95 - 0.03 * (staff % 10));
        var channel = Claimed(random, (_, c) => 0.95 - 0.06 * c);
        var system = Claimed(random, (staff, c) => (staff + c) % 4 == 0 ? 0.70 : 0.93);

        Assert.True(person.Person.Share > 0.03 && person is { Channel.Share: 0, System.Share: 0 });
        Assert.True(channel.Channel.Share > 0.02 && channel is { Person.Share: 0, System.Share: 0 });
        Assert.True(system.System.Share > 0.04 && system is { Person.Share: 0, Channel.Share: 0 });
        Assert.Contains("go with the person", person.Sentence, StringComparison.Ordinal);
        Assert.Contains("go with the channel", channel.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_differs_no_share_is_claimed()
    {
        var random = new Random(20261122);
        var rounds = Enumerable.Range(0, 150).Select(_ => Claimed(random, (_, _) => 0.9, people: 30)).ToList();

        // One round in 200 claims a share by chance.
        Assert.InRange(rounds.Count(r => r.IsMoreThanChance), 0, 4);
        Assert.Contains(rounds, r => r.Person.Estimate > 0);
        Assert.Equal("No difference between people or channels is more than chance.", rounds.First(r => !r.IsMoreThanChance).Sentence);
    }

    [Fact]
    public void Days_alike_within_themselves_are_not_taken_for_people_who_differ()
    {
        var random = new Random(2);
        // Nine interactions of a day share a chance that varies with ρ = 0.1: design effect 1.8.
        List<StaffChannelCell> Round() =>
        [
            .. from s in Enumerable.Range(0, 40)
               from c in Enumerable.Range(0, 2)
               let met = Enumerable.Range(0, 20).Sum(_ => Binomial.Sample(random, Math.Min(1, Beta.Sample(random, 8.1, 0.9)), 9))
               select Cell(s, c, met, 180),
        ];
        var rounds = Enumerable.Range(0, 60).Select(_ => Round()).ToList();

        Assert.True(rounds.Count(r => VarianceShares.Of(r)!.IsMoreThanChance) > 20);
        Assert.InRange(rounds.Count(r => VarianceShares.Of(r, designEffect: 1.8)!.IsMoreThanChance), 0, 3);
    }

    [Fact]
    public void What_cannot_be_told_apart_is_not_put_down_to_a_person()
    {
        // One person to each channel.
        var shares = VarianceShares.Of(Enumerable.Range(0, 8).Select(i => Cell(i, i, i % 2 == 0 ? 150 : 190, 200)))!;

        Assert.Equal(0, shares.Person.Share);
        Assert.True(shares.Channel.Share > 0);
        // Everybody works one channel: a person's difference is the person's, not the system's.
        var single = VarianceShares.Of(Enumerable.Range(0, 8).Select(i => Cell(i, i / 4, i % 2 == 0 ? 150 : 190, 200)))!;
        Assert.True(single.Person.Share > 0);
        Assert.Equal(new VarianceShare(0, 0, 1), single.System);
    }

    [Fact]
    public void Where_the_likelihood_grows_without_end_the_analysis_of_variance_answers()
    {
        // Nothing varies within a cell: whatever share goes with the person, a larger one is likelier.
        var people = VarianceShares.Of(Enumerable.Range(0, 6).Select(i => Cell(i, 0, i % 2 == 0 ? 40 : 0, 40)))!;
        var channels = VarianceShares.Of(from s in Enumerable.Range(0, 6) from c in Enumerable.Range(0, 2) select Cell(s, c, c * 40, 40))!;
        var both = VarianceShares.Of(
            from s in Enumerable.Range(0, 6) from c in Enumerable.Range(0, 2) select Cell(s, c, (s + c) % 2 * 40, 40))!;

        Assert.True(people.IsAnova && channels.IsAnova && both.IsAnova);
        Assert.Equal((1, 0, 0), (people.Person.Share, people.Person.PValue, people.Chance));
        Assert.Equal((0, 1, 0), (channels.Person.Share, channels.Channel.Share, channels.Chance));
        Assert.Equal((0, 0, 1, 0), (both.Person.Share, both.Channel.Share, both.System.Share, both.Chance));
    }

    [Fact]
    public void Without_time_for_the_likelihood_the_closed_form_finds_the_same()
    {
        var random = new Random(12);
        foreach (var rate in new Func<int,
            int, double>[] { (s, _) => 0.95 - 0.03 * (s % 10),
                (_, c) => 0.95 - 0.06 * c, (s, c) => (s + c) % 4 == 0 ? 0.70 : 0.93, (s, c) => 0.97 - 0.02 * (s % 10) - 0.06 * c })
        {
            // Everybody leaves out one channel in five, and some work more than others.
            var cells = (from s in Enumerable.Range(0, 60)
                         from c in Enumerable.Range(0, 5)
                         where (s * 7 + s / 5) % 5 != c
                         let n = 60 + s * 3
                         select Cell(s, c, Binomial.Sample(random, rate(s, c), n), n)).ToList();
            var (reml, anova) = (VarianceShares.Of(cells)!, VarianceShares.Of(cells, iterations: 1)!);

            Assert.Equal((false, true), (reml.IsAnova, anova.IsAnova));
            Assert.Equal(reml.Person.Share > 0, anova.Person.Share > 0);
            Assert.Equal(reml.Channel.Share > 0, anova.Channel.Share > 0);
            Assert.Equal(reml.System.Share > 0, anova.System.Share > 0);
            Assert.Equal(reml.Person.Share, anova.Person.Share, 0.01);
            Assert.Equal(reml.Channel.Share, anova.Channel.Share, 0.01);
            Assert.Equal(reml.System.Share, anova.System.Share, 0.01);
            Assert.Equal(1, anova.Person.Share + anova.Channel.Share + anova.System.Share + anova.Chance, 1e-9);
        }
    }

    [Fact]
    public void With_one_factor_the_closed_form_is_that_of_n0()
    {
        var cells = Enumerable.Range(0, 12).Select(i => Cell(i, 0, 50 + 7 * (i % 4), 80 + 5 * i)).ToList();
        var shares = VarianceShares.Of(cells, iterations: 1)!;
        var anova = AnovaComponents.Of([.. cells.Select(c => c.Sums)]);

        Assert.True(shares.IsAnova);
        Assert.Equal(anova.IntraclassCorrelation!.Value, shares.Person.Share, 1e-12);
        Assert.Equal(anova.PValue, shares.Person.PValue, 1e-12);
    }

    [Fact]
    public void With_equal_cells_the_closed_form_is_that_of_mean_squares()
    {
        // 6 people on 4 channels, 150 interactions each; person, channel and the combination all matter.
        const int people = 6, channels = 4, n = 150;
        double Rate(int s, int c) => 0.5 + 0.05 * s - 0.08 * c + ((s + c) % 4 == 0 ? 0.2 : 0);
        var cells = (
            from s in Enumerable.Range(0, people)
            from c in Enumerable.Range(0, channels)
            select (
                s, c, K: (long)Math.Round(n * Rate(s, c)))).ToList();
        double Mean(Func<(int S, int C, long K), bool> which) => cells.Where(which).Average(x => (double)x.K / n);
        var (all, squares) = (Mean(_ => true), new double[4]);
        foreach (var (s, c, k) in cells)
        {
            var (own, ofPerson, ofChannel) = ((double)k / n, Mean(x => x.S == s), Mean(x => x.C == c));
            squares[0] += n * Math.Pow(ofPerson - all, 2) / (people - 1);
            squares[1] += n * Math.Pow(ofChannel - all, 2) / (channels - 1);
            squares[2] += n * Math.Pow(own - ofPerson - ofChannel + all, 2) / ((people - 1) * (channels - 1));
            squares[3] += n * own * (1 - own) / (cells.Count * (n - 1));
        }

        double[] variances = [
            (squares[0] - squares[2]) / (channels * n), (squares[1] - squares[2]) / (people * n),
            (squares[2] - squares[3]) / n, squares[3]];
        var shares = VarianceShares.Of(cells.Select(x => Cell(x.s, x.c, x.K, n)), iterations: 1)!;

        Assert.All(variances, v => Assert.True(v > 0));
        Assert.Equal(variances[0] / variances.Sum(), shares.Person.Estimate, 1e-9);
        Assert.Equal(variances[1] / variances.Sum(), shares.Channel.Estimate, 1e-9);
        Assert.Equal(variances[2] / variances.Sum(), shares.System.Estimate, 1e-9);
        Assert.True(shares.System is { Share: > 0, PValue: < 0.002 });
    }

    [Fact]
    public void The_closed_form_claims_no_more_where_nobody_differs()
    {
        var random = new Random(20261122);
        var rounds = Enumerable.Range(0, 150).Select(_ => VarianceShares.Of(
            from s in Enumerable.Range(0, 30) from c in Enumerable.Range(0, 4) select Cell(s, c, Binomial.Sample(random, 0.9, 150), 150),
            iterations: 1)!).ToList();

        Assert.All(rounds, r => Assert.True(r.IsAnova));
        Assert.InRange(rounds.Count(r => r.IsMoreThanChance), 0, 4);
        Assert.Contains(rounds, r => r.Person.Estimate > 0);
    }

    [Fact]
    public void The_likelihood_is_found_in_all_but_the_degenerate()
    {
        var random = new Random(5);
        var rounds = Enumerable.Range(0, 100)
            .Select(i => Claimed(random, (s, c) => 0.95 - 0.003 * (i % 10) * (s % 10) - 0.01 * (i / 10) * c, people: 20)).ToList();

        Assert.DoesNotContain(rounds, r => r.IsAnova);
    }

    [Fact]
    public void Too_little_to_tell_is_no_answer_and_all_alike_is_chance()
    {
        Assert.Null(VarianceShares.Of([]));
        Assert.Null(VarianceShares.Of([Cell(0, 0, 9, 10)]));
        Assert.Null(VarianceShares.Of([Cell(0, 0, 1, 1), Cell(1, 0, 0, 1)]));
        Assert.Equal(1, VarianceShares.Of([Cell(0, 0, 10, 10), Cell(1, 0, 20, 20), Cell(1, 1, 20, 20)])!.Chance);
    }

    [Fact]
    public void Five_hundred_people_on_four_channels_take_well_under_a_second()
    {
        var random = new Random(4);
        var cells = (
            from s in Enumerable.Range(0, 500)
            from c in Enumerable.Range(0, 4)
            select Cell(
                s, c, Binomial.Sample(random, 0.95 - 0.002 * (s % 50), 90), 90)).ToList();
        VarianceShares.Of(cells);
        var watch = Stopwatch.StartNew();
        var shares = VarianceShares.Of(cells)!;

        Assert.True(shares.Person.Share > 0);
        // Room for a machine ten times as slow or as busy.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    private static VarianceShares Claimed(Random random, Func<int, int, double> rate, int people = 60) => VarianceShares.Of(
        from staff in Enumerable.Range(0, people)
        from channel in Enumerable.Range(0, 4)
        select Cell(
            staff, channel, Binomial.Sample(random, rate(staff, channel), 150), 150))!;

    private static StaffChannelCell Cell(int staff, int channel, long met, long scored) =>
        new($"s{staff:000}", $"c{channel}", new CellSum(scored, met, met));
}
