namespace ServiceTracker.Statistics.Comparison;

/// <summary>
/// Are values spread around one peak, or around several? The dip is the least distance between their distribution function and any with one
/// peak. Sources: J. A. Hartigan and P. M. Hartigan, Annals of Statistics 13 (1985) 70–84; P. M. Hartigan, Applied Statistics 34 (1985)
/// 320–325.
/// </summary>
/// <param name="Count">n values.</param>
/// <param name="Dip">1/(2n), the least that steps of 1/n allow, to ¼.</param>
/// <param name="PValue">
/// Chance of a greater dip of n values from the uniform distribution, the one-peaked distribution that dips most; from
/// <see cref="DipDistribution"/>. 1 up to three values.
/// </param>
public sealed record DipTest(int Count, double Dip, double PValue)
{
    /// <summary>Makes the test.</summary>
    /// <param name="values">At least one value, all finite.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static DipTest Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0 || !sorted.All(double.IsFinite))
            throw new ArgumentException("At least one value, all of them finite.", nameof(values));
        var dip = DipOf(sorted);
        return new DipTest(sorted.Length, dip, DipDistribution.UpperTail(dip, sorted.Length));
    }

    /// <summary>The dip alone.</summary>
    /// <param name="sorted">At least one finite value, ascending.</param>
    internal static double DipOf(ReadOnlySpan<double> sorted)
    {
        // Distinct values with the counts below (F just before, times n) and up to each (F there, times n).
        var n = sorted.Length;
        var x = new double[n];
        var before = new double[n];
        var upTo = new double[n];
        var m = -1;
        for (var i = 0; i < n; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1]) (x[++m], before[m]) = (sorted[i], i);
            upTo[m] = i + 1;
        }

        // The interval that holds the peak shrinks until the distance between the convex minorant and the concave majorant of F over it is
        // no longer greater than how far F leaves the minorant left of it and the majorant right of it. All distances are times n.
        int low = 0, high = m;
        var dip = 1.0;
        var minorant = new int[m + 1];
        var majorant = new int[m + 1];
        while (low < high)
        {
            var minorants = Hull(minorant, x, before, low, high, convex: true);
            var majorants = Hull(majorant, x, upTo, low, high, convex: false);
            var (distance, left, right) = Widest(x, before, upTo, minorant.AsSpan(0, minorants), majorant.AsSpan(0, majorants));
            if (distance <= dip) break;
            dip = Math.Max(dip, Leaves(x, before, upTo, minorant.AsSpan(0, minorants), left, right, leftOfPeak: true));
            dip = Math.Max(dip, Leaves(x, before, upTo, majorant.AsSpan(0, majorants), left, right, leftOfPeak: false));
            if (left == low && right == high) break;
            (low, high) = (left, right);
        }

        return dip / (2 * n);
    }

    // Indices of the corners of the hull of (x, f) from low to high; their number is returned.
    private static int Hull(int[] corners, double[] x, double[] f, int low, int high, bool convex)
    {
        var count = 0;
        for (var i = low; i <= high; i++)
        {
            while (count >= 2)
            {
                int a = corners[count - 2], b = corners[count - 1];
                var turn = (f[b] - f[a]) * (x[i] - x[b]) - (f[i] - f[b]) * (x[b] - x[a]);
                if (convex ? turn < 0 : turn > 0) break;
                count--;
            }

            corners[count++] = i;
        }

        return count;
    }

    // The greatest distance between minorant and majorant, which lies at a corner of one of them, with the corners on either side of it.
    private static (double Distance, int Left, int Right) Widest(
        double[] x, double[] before, double[] upTo, ReadOnlySpan<int> minorant, ReadOnlySpan<int> majorant)
    {
        var widest = (Distance: 0.0, Left: minorant[0], Right: minorant[^1]);
        for (int g = 0, l = 0; g < minorant.Length; g++)
        {
            while (l + 1 < majorant.Length && majorant[l] < minorant[g]) l++;
            var distance = At(x, upTo, majorant, l, minorant[g]) - before[minorant[g]];
            if (distance > widest.Distance) widest = (distance, minorant[g], majorant[l]);
        }

        for (int l = 0, g = 0; l < majorant.Length; l++)
        {
            while (g + 1 < minorant.Length && minorant[g + 1] <= majorant[l]) g++;
            var distance = upTo[majorant[l]] - At(x, before, minorant, Math.Min(g + 1, minorant.Length - 1), majorant[l]);
            if (distance > widest.Distance) widest = (distance, minorant[g], majorant[l]);
        }

        return widest;
    }

    // The hull at value number i, which lies in the piece that ends at the corner numbered end.
    private static double At(double[] x, double[] f, ReadOnlySpan<int> corners, int end, int i)
    {
        var to = corners[end];
        if (to == i || end == 0) return f[to];
        var from = corners[end - 1];
        return f[from] + (f[to] - f[from]) * (x[i] - x[from]) / (x[to] - x[from]);
    }

    // How far F leaves its minorant left of the peak (or its majorant right of it). The step at the peak's edge itself may be the peak's.
    private static double Leaves(
        double[] x, double[] before, double[] upTo, ReadOnlySpan<int> corners, int left, int right, bool leftOfPeak)
    {
        var most = 0.0;
        for (var c = 0; c + 1 < corners.Length; c++)
        {
            int from = corners[c], to = corners[c + 1];
            if (leftOfPeak ? from >= left : from < right) continue;
            var f = leftOfPeak ? before : upTo;
            var slope = (f[to] - f[from]) / (x[to] - x[from]);
            for (var i = from; i <= to; i++)
            {
                var hull = f[from] + slope * (x[i] - x[from]);
                if (leftOfPeak && i < left) most = Math.Max(most, upTo[i] - hull);
                if (!leftOfPeak && i > right) most = Math.Max(most, hull - before[i]);
            }
        }

        return most;
    }
}
