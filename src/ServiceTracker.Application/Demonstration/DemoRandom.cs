namespace ServiceTracker.Application.Demonstration;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine and in every version of the runtime. Seeded by what it is
/// used for, so that a longer history begins with exactly the shorter one.
/// </summary>
internal sealed class DemoRandom
{
    private ulong state;

    public DemoRandom(params ReadOnlySpan<int> seeds)
    {
        state = 0x5EED_0F5E_12F1_CE00;
        foreach (var seed in seeds) state = Mix(state ^ (uint)seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits() => Mix(state += 0x9E37_79B9_7F4A_7C15);

    /// <summary>0 up to, but not including, 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>−1 to 1, most often near 0; standard deviation 1/3.</summary>
    public double Bell() => (Unit() + Unit() + Unit() - 1.5) / 1.5;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>A position, each as often as its weight says; weights of 0 or more that do not sum to 0.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (var weight in weights) sum += weight;
        var left = Unit() * sum;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            if ((left -= weights[i]) < 0) break;
        }

        return last;
    }

    /// <summary>An id in the layout of version 7: an instant to the millisecond, then random bits.</summary>
    public Guid Id(DateTime utc)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = (ulong)(utc - DateTime.UnixEpoch).TotalMilliseconds;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, (milliseconds << 16) | (Bits() & 0x0FFF) | 0x7000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Bits() >> 2) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
