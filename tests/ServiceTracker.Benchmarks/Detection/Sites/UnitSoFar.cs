using System.Numerics;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>What is known of a person on a channel: whole weeks, and the detector that watches them.</summary>
internal sealed class UnitSoFar
{
    private readonly List<int> weeks;
    private (int N, int K) today;

    public UnitSoFar(int person, int channel, int basics)
    {
        (Person, Channel, weeks, BasicMissed) = (person, channel, [], new long[basics]);
        Detector = new ChangeDetector(basics);
    }

    /// <summary>The same unit, which goes another way from now on.</summary>
    public UnitSoFar(UnitSoFar unit)
    {
        (Person, Channel, weeks, BasicMissed) = (unit.Person, unit.Channel, [.. unit.weeks], [.. unit.BasicMissed]);
        (Days, Detector) = (unit.Days, new ChangeDetector(unit.Detector.Save()));
    }

    public int Person { get; }

    public int Channel { get; }

    /// <summary>Its detector as it stands; terms may use the usual level that it has learnt.</summary>
    public ChangeDetector Detector { get; }

    /// <summary>Interactions of whole weeks, oldest first.</summary>
    public IReadOnlyList<int> Weeks => weeks;

    /// <summary>All days of whole weeks.</summary>
    public DaySums Days { get; private set; }

    /// <summary>Misses of each basic in whole weeks, by bit.</summary>
    public long[] BasicMissed { get; }

    public void Count(long missed)
    {
        today = (today.N + 1, today.K + (missed == 0 ? 0 : 1));
        for (var rest = missed; rest != 0; rest &= rest - 1) BasicMissed[BitOperations.TrailingZeroCount(rest)]++;
    }

    public void EndDay(bool endsWeek, int weekStart)
    {
        if (today.N > 0) Days = Days.Plus(today.N, today.K);
        today = default;
        if (endsWeek) weeks.Add((int)Days.N - weekStart);
    }
}
