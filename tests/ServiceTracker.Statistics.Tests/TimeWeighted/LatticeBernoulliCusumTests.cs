using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using ServiceTracker.Statistics.TimeWeighted;

namespace ServiceTracker.Statistics.Tests.TimeWeighted;

public class LatticeBernoulliCusumTests
{
    [Fact]
    public void Where_one_event_is_enough_the_run_length_is_geometric() =>
        Assert.Equal(1 / 0.03, new LatticeBernoulliCusum(5, 1, 5).AverageRunLength(0.03), 1e-9);

    [Fact]
    public void Two_events_in_a_row_take_1_over_p_plus_1_over_p_squared() =>
        // Up 1, down all, threshold 2.
        Assert.Equal(1 / 0.1 + 1 / 0.01, new LatticeBernoulliCusum(1, 2, 2).AverageRunLength(0.1), 1e-9);

    [Fact]
    public void Run_lengths_solve_the_equations_of_the_chain()
    {
        var examples = from up in Gen.Choose(1, 12)
                       from down in Gen.Choose(1, 5)
                       from threshold in Gen.Choose(1, 30)
                       from rate in Gen.Choose(5, 95)
                       from start in Gen.Choose(0, 1000)
                       select (Cusum: new LatticeBernoulliCusum(up, down, threshold), Rate: rate / 100.0, Start: start % threshold);
        examples.Always(x =>
        {
            var ((up, down, threshold), rate) = (x.Cusum, x.Rate);
            var equations = Matrix<double>.Build.DenseIdentity(threshold);
            for (var s = 0; s < threshold; s++)
            {
                equations[s, Math.Max(0, s - down)] -= 1 - rate;
                if (s + up < threshold) equations[s, s + up] -= rate;
            }

            var expected = equations.Solve(Vector<double>.Build.Dense(threshold, 1.0))[x.Start];
            var mean = x.Cusum.AverageRunLength(rate, x.Start);
            double From(int s) => s >= threshold ? 0 : x.Cusum.AverageRunLength(rate, s);
            Assert.Equal(1, (1 + rate * From(x.Start + up) + (1 - rate) * From(Math.Max(0, x.Start - down))) / mean, 1e-12);
            // Elimination with subtractions leaves no digit of very long runs.
            if (mean < 1e8) Assert.Equal(1, mean / expected, 1e-6);
        });
    }

    [Fact]
    public void A_run_length_beyond_the_digits_of_a_plain_solution_is_exact()
    {
        // k events in a row (down all): (1 − pᵏ)/(pᵏ(1 − p)) = 1.0101…e40 for p = 0.01, k = 20.
        Assert.Equal(1, new LatticeBernoulliCusum(1, 20, 20).AverageRunLength(0.01) / (1e40 / 0.99), 1e-12);
        Assert.Equal(double.PositiveInfinity, new LatticeBernoulliCusum(1, 1, 3).AverageRunLength(0));
        Assert.Equal(3, new LatticeBernoulliCusum(1, 1, 3).AverageRunLength(1));
    }

    [Fact]
    public void A_series_signals_when_the_sum_reaches_the_threshold_and_starts_again() =>
        Assert.Equal([2, 4], new LatticeBernoulliCusum(2, 1, 3).SignalIndices([true, false, true, true, true, false]));

    [Theory]
    [InlineData(0, 1, 1, 0.5, 0)]
    [InlineData(1, 0, 1, 0.5, 0)]
    [InlineData(1, 1, 0, 0.5, 0)]
    [InlineData(1, 1, 3, 1.5, 0)]
    [InlineData(1, 1, 3, 0.5, 3)]
    public void Steps_and_rates_out_of_range_are_refused(int up, int down, int threshold, double rate, int start) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatticeBernoulliCusum(up, down, threshold).AverageRunLength(rate, start));
}
