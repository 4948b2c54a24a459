using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Statistics.Tests.Comparison;

public class FunnelPlotTests
{
    private static readonly Gen<FunnelUnit[]> Units =
        from size in Gen.Choose(1, 30)
        from counts in Properties.CountOf(200).ListOf(size)
        select counts.Select(c => new FunnelUnit(c.K, c.N)).ToArray();

    [Fact]
    public void Limits_that_units_keep_by_chance_are_those_of_the_transformed_scale()
    {
        // p = 0.5, n = 100: asin√0.5 = π/4, s = 0.05. sin²(π/4 ± x) = ½ ± ½ sin 2x.
        var funnel = FunnelPlot.Of([new(40, 100), new(60, 100), new(50, 100)], FunnelData.Proportion);

        Assert.Equal(0.5 - 0.5 * Math.Sin(2 * 1.959964 * 0.05), funnel.Points[0].Limits95!.Value.Lower, 1e-12);
        Assert.Equal(0.5 + 0.5 * Math.Sin(2 * 3.090232 * 0.05), funnel.Points[0].Limits998!.Value.Upper, 1e-12);
        Assert.Empty(funnel.OutlierIndices);
    }

    [Fact]
    public void The_order_of_the_units_changes_nothing()
    {
        var examples = from units in Units
                       from order in Gen.Shuffle(Enumerable.Range(0, units.Length).ToArray())
                       from data in Gen
            .Elements(Enum.GetValues<FunnelData>())
                       select (units, order, data);
        examples.Always(x =>
        {
            var funnel = FunnelPlot.Of(x.units, x.data);
            var other = FunnelPlot.Of(x.order.Select(i => x.units[i]), x.data);
            Assert.Equal(funnel.BetweenVariance, other.BetweenVariance, 1e-9);
            for (var i = 0; i < x.order.Length; i++)
            {
                Assert.Equal(funnel.Points[x.order[i]].Rate, other.Points[i].Rate);
                Assert.Equal(funnel.Points[x.order[i]].Limits998, other.Points[i].Limits998);
            }
        });
    }

    [Fact]
    public void No_figure_is_not_a_number_and_wider_limits_enclose_narrower_ones()
    {
        var examples = from units in Units from data in Gen.Elements(Enum.GetValues<FunnelData>()) select (units, data);
        examples.Always(x =>
        {
            var funnel = FunnelPlot.Of(x.units, x.data);
            Assert.True(double.IsFinite(funnel.BetweenVariance) && funnel.BetweenVariance >= 0);
            if (funnel.Dispersion is { } dispersion) Assert.True(double.IsFinite(dispersion));
            foreach (var (unit, point) in x.units.Zip(funnel.Points))
            {
                Assert.Equal(unit.Denominator > 0, point.Rate.HasValue);
                if (point.Rate is null) continue;
                var (inner, outer, adjusted) = (point.Limits95!.Value, point.Limits998!.Value, point.AdjustedLimits998!.Value);
                Assert.True(outer.Lower <= inner.Lower && inner.Lower <= inner.Upper && inner.Upper <= outer.Upper);
                Assert.True(adjusted.Lower <= adjusted.Upper);
                if (x.data == FunnelData.Proportion)
                    Assert.True(
                        adjusted.Lower >= 0 && adjusted.Upper <= 1 && adjusted.Lower <= outer.Lower && adjusted.Upper >= outer.Upper);
                Assert.False(point.Z is double.NaN);
            }
        });
    }

    [Fact]
    public void Pitfall_4_a_unit_without_a_denominator_has_no_place_and_moves_nobody()
    {
        var with = FunnelPlot.Of([new(8, 10), new(0, 0), new(15, 30)], FunnelData.Proportion);
        var without = FunnelPlot.Of([new(8, 10), new(15, 30)], FunnelData.Proportion);

        Assert.Equal(new FunnelPoint(null, null, null, null, null, null, null, false), with.Points[1]);
        Assert.Equal(without.Points, [with.Points[0], with.Points[2]]);
        Assert.Null(FunnelPlot.Of([new(0, 0)], FunnelData.Proportion).Centre);
    }

    [Fact]
    public void Pitfall_6_limits_are_cut_and_a_rate_of_one_is_never_outside()
    {
        var funnel = FunnelPlot.Of([new(3, 3), new(10, 10), new(500, 500), new(800, 1000)], FunnelData.Proportion, trim: 0);

        Assert.Equal(1, funnel.Points[0].Limits998!.Value.Upper);
        Assert.All(funnel.Points.Take(2), p => Assert.False(p.IsOutside));
    }

    [Fact]
    public void Pitfall_13_the_logarithm_of_nothing_observed_does_not_spoil_the_spread()
    {
        var units = Enumerable.Range(0, 30).Select(i => new FunnelUnit(i == 0 ? 0 : 20 + i % 5, 22)).ToList();
        var funnel = FunnelPlot.Of(units, FunnelData.StandardisedRatioLog);
        var untrimmed = FunnelPlot.Of(units, FunnelData.StandardisedRatioLog, trim: 0);

        Assert.Equal(double.NegativeInfinity, funnel.Points[0].Z);
        Assert.Null(funnel.Points[0].TrimmedZ);
        Assert.Null(untrimmed.Points[0].TrimmedZ);
        Assert.True(double.IsFinite(funnel.Dispersion!.Value) && double.IsFinite(untrimmed.Dispersion!.Value));
        Assert.Equal([0], funnel.OutlierIndices);
    }

    [Fact]
    public void Pitfall_14_the_outer_tenths_are_pulled_in_to_type_7_quantiles()
    {
        var rates = new[] { 10, 30, 35, 40, 45, 50, 55, 60, 65, 70, 90 };
        var funnel = FunnelPlot.Of(rates.Select(k => new FunnelUnit(k, 100)), FunnelData.Proportion);

        // Eleven units: the tenth from below is exactly the second, the tenth from above the last but one.
        Assert.Equal(funnel.Points[1].Z!.Value, funnel.Points[0].TrimmedZ!.Value, 1e-12);
        Assert.Equal(funnel.Points[9].Z!.Value, funnel.Points[10].TrimmedZ!.Value, 1e-12);
        Assert.Equal(funnel.Points[5].Z, funnel.Points[5].TrimmedZ);
        Assert.Equal(funnel.Points.Average(p => p.TrimmedZ!.Value * p.TrimmedZ.Value), funnel.Dispersion!.Value, 1e-12);
    }

    [Fact]
    public void Counts_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FunnelPlot.Of([new(3, 2)], FunnelData.Proportion));
        Assert.Throws<ArgumentException>(() => FunnelPlot.Of([new(-1, 2)], FunnelData.RatioOfCounts));
        Assert.Throws<ArgumentOutOfRangeException>(() => FunnelPlot.Of([], FunnelData.Proportion, 0.5));
    }
}
