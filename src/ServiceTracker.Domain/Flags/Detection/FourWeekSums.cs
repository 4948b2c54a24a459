namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What counts as usual for a unit, in sums of four weeks, so that what is older than a year can be taken out again without keeping every
/// day: fourteen of them at most reach over 52 weeks.
/// </summary>
internal sealed class FourWeekSums(int basics)
{
    /// <summary>Days of one sum.</summary>
    public const int Days = 28;

    // A sum is kept as: its number since the first day, the six day sums, then n_j and K_j of every basic.
    private const int Counts = 7;
    private readonly int stride = Counts + 2 * basics;
    private readonly List<long[]> sums = [];

    public FourWeekSums(int basics, ReadOnlySpan<long> kept)
        : this(basics)
    {
        if (kept.Length % stride != 0) throw new ArgumentException("The kept sums are of another number of basics.", nameof(kept));
        for (var at = 0; at < kept.Length; at += stride) sums.Add(kept.Slice(at, stride).ToArray());
    }

    public long[] Save() => [.. sums.SelectMany(s => s)];

    /// <summary>Adds a day's interactions with any miss.</summary>
    public void Add(int number, int n, int k) => Write(Of(number), Read(Of(number)).Plus(n, k));

    /// <summary>Adds a day's interactions to which a basic applied.</summary>
    public void Add(int number, int basic, int n, int k)
    {
        var sum = Of(number);
        sum[Counts + 2 * basic] += n;
        sum[Counts + 2 * basic + 1] += k;
    }

    /// <summary>Takes out the oldest sum if it is older than a number and enough is left without it.</summary>
    /// <param name="before">The first number that stays.</param>
    /// <param name="days">What all sums amount to; reduced by what is taken out.</param>
    /// <param name="basicCounts">n_j and K_j of all sums in turn; likewise.</param>
    /// <returns>Whether one was taken out.</returns>
    public bool Forget(int before, ref DaySums days, long[] basicCounts)
    {
        if (sums.Count == 0 || sums[0][0] >= before) return false;
        var left = days.Minus(Read(sums[0]));
        if (left.N < UsualLevel.FewestInteractions) return false;
        days = left;
        for (var i = 0; i < basicCounts.Length; i++) basicCounts[i] -= sums[0][Counts + i];
        sums.RemoveAt(0);
        return true;
    }

    /// <summary>The sums of a new segment: basics keep what is theirs.</summary>
    public FourWeekSums Segment(ReadOnlySpan<int> from, bool rateGoesOn)
    {
        var next = new FourWeekSums(from.Length);
        foreach (var old in sums)
        {
            var sum = new long[next.stride];
            old.AsSpan(0, rateGoesOn ? Counts : 1).CopyTo(sum);
            for (var j = 0; j < from.Length; j++)
                if (from[j] >= 0) old.AsSpan(Counts + 2 * from[j], 2).CopyTo(sum.AsSpan(Counts + 2 * j));
            next.sums.Add(sum);
        }

        return next;
    }

    // Days come in order but for those that had to grow old first, eight weeks behind: three sums back at most.
    private long[] Of(int number)
    {
        var at = sums.Count;
        while (at > 0 && sums[at - 1][0] > number) at--;
        if (at > 0 && sums[at - 1][0] == number) return sums[at - 1];
        var sum = new long[stride];
        sum[0] = number;
        sums.Insert(at, sum);
        return sum;
    }

    private static DaySums Read(long[] s) => new(s[1], s[2], s[3], s[4], s[5], s[6]);

    private static void Write(long[] s, in DaySums d) => (s[1], s[2], s[3], s[4], s[5], s[6]) = (d.Days, d.N, d.K, d.NN, d.NK, d.KK);
}
