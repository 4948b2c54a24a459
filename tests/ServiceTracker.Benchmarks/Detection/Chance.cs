using System.Numerics;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>
/// Seeded random numbers that are the same on every machine and version: xoshiro256** (D. Blackman and S. Vigna, 2018), seeded by
/// splitmix64; normal by Box and Muller, gamma by Marsaglia and Tsang (2000).
/// </summary>
internal sealed class Chance
{
    private ulong a, b, c, d;

    /// <summary>Added to every seed, so that other streams of the same kinds are had: 0 gives the ones of which figures are told.</summary>
    public static ulong Others { get; set; }

    public Chance(ulong seed)
    {
        seed += Others;
        ulong Next()
        {
            var z = seed += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }

        (a, b, c, d) = (Next(), Next(), Next(), Next());
    }

    /// <summary>0 ≤ x &lt; 1.</summary>
    public double Uniform()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return (result >> 11) * (1.0 / (1UL << 53));
    }

    public bool Happens(double p) => Uniform() < p;

    /// <summary>How often it happens in n times.</summary>
    public int Count(int n, double p)
    {
        var k = 0;
        for (; n > 0; n--)
            if (Happens(p)) k++;
        return k;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Beta with mean m and intra-class correlation ρ, that is Beta(m·s, (1 − m)·s) with s = 1/ρ − 1.</summary>
    public double Beta(double m, double rho)
    {
        if (rho <= 0) return m;
        var s = 1 / rho - 1;
        var (x, y) = (Gamma(m * s), Gamma((1 - m) * s));
        return x + y > 0 ? x / (x + y) : Happens(m) ? 1 : 0;
    }

    private double Gamma(double shape)
    {
        if (shape < 1) return Gamma(shape + 1) * Math.Pow(1 - Uniform(), 1 / shape);
        var e = shape - 1.0 / 3;
        var f = 1 / Math.Sqrt(9 * e);
        while (true)
        {
            var x = Normal();
            var v = 1 + f * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - Uniform()) < 0.5 * x * x + e - e * v + e * Math.Log(v)) return e * v;
        }
    }
}
