using MathNet.Numerics.LinearAlgebra;

namespace ServiceTracker.Statistics.Variance;

/// <summary>
/// Newton's method with slopes and curvatures from central differences, damped where a full step would not go down (K. Levenberg, Quarterly
/// of Applied Mathematics 2 (1944) 164–168). For few parameters and a smooth, cheap function.
/// </summary>
internal static class NewtonMinimizer
{
    /// <summary>Goes down from a start until no step improves.</summary>
    /// <param name="function">Finite wherever it is asked, or +∞.</param>
    /// <param name="start">Where to begin; not changed.</param>
    /// <param name="iterations">Most steps.</param>
    /// <returns>The lowest place found and its value, and whether no step improved before the steps were used up.</returns>
    public static (double[] At, double Value, bool Converged) Minimize(
        Func<double[], double> function, double[] start, int iterations = VarianceComponents.MostIterations)
    {
        var size = start.Length;
        var x = (double[])start.Clone();
        var value = function(x);
        var damping = 1e-3;
        for (var iteration = 0; iteration < iterations && size > 0; iteration++)
        {
            var (slope, curvature) = Derivatives(function, x, value);
            var moved = false;
            for (var attempt = 0; attempt < 40 && !moved; attempt++)
            {
                var damped = curvature.Clone();
                for (var i = 0; i < size; i++) damped[i, i] = Math.Abs(damped[i, i]) + damping * (Math.Abs(damped[i, i]) + 1e-8);
                if (TrySolve(damped, slope) is { } step)
                {
                    var next = x.Zip(step, (a, b) => a - b).ToArray();
                    var there = function(next);
                    if (there < value)
                    {
                        moved = value - there > 1e-12 * (1 + Math.Abs(value))
                            || step.Zip(x, (s, a) => Math.Abs(s) > 1e-9 * (1e-3 + Math.Abs(a))).Any(far => far);
                        (x, value) = (next, there);
                        damping = Math.Max(1e-12, damping / 10);
                        if (!moved) return (x, value, double.IsFinite(value));
                        continue;
                    }
                }

                damping = Math.Min(1e12, Math.Max(damping, 1e-6) * 8);
            }

            if (!moved) return (x, value, double.IsFinite(value));
        }

        return (x, value, size == 0);
    }

    private static (double[] Slope, Matrix<double> Curvature) Derivatives(Func<double[], double> function, double[] x, double value)
    {
        var size = x.Length;
        var h = x.Select(a => 1e-3 * Math.Max(Math.Abs(a), 1e-2)).ToArray();
        var slope = new double[size];
        var curvature = Matrix<double>.Build.Dense(size, size);
        for (var i = 0; i < size; i++)
        {
            double up = At((i, h[i])), down = At((i, -h[i]));
            slope[i] = (up - down) / (2 * h[i]);
            curvature[i, i] = (up - 2 * value + down) / (h[i] * h[i]);
            for (var j = 0; j < i; j++)
            {
                var mixed = (At((i, h[i]), (j, h[j])) - At((i, h[i]), (j, -h[j])) - At((i, -h[i]), (j, h[j])) + At((i, -h[i]), (j, -h[j])))
                    / (4 * h[i] * h[j]);
                curvature[i, j] = curvature[j, i] = mixed;
            }
        }

        return (slope, curvature);

        double At(params ReadOnlySpan<(int Index, double By)> moves)
        {
            var place = (double[])x.Clone();
            foreach (var (index, by) in moves) place[index] += by;
            return function(place);
        }
    }

    private static double[]? TrySolve(Matrix<double> matrix, double[] right)
    {
        try
        {
            var step = matrix.Cholesky().Solve(Vector<double>.Build.Dense(right)).ToArray();
            return step.All(double.IsFinite) ? step : null;
        }
        catch (ArgumentException)
        {
            // Not positive definite: more damping will make it so.
            return null;
        }
    }
}
