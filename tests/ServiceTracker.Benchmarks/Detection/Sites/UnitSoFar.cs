using System.Numerics;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>What is known of a person on a channel: whole weeks, and the detector that watches them.</summary>
internal sealed class UnitSoFar
{
    // Four weeks: what is older counts a sixteenth or less.
    private const int DaysShown = 20;

    private readonly List<int> weeks;
    private readonly int[] todayOfBasic;
    private readonly List<ColleagueCount> shown = [];
    private readonly int basics;
    private (int N, int K) today;

    public UnitSoFar(int person, int channel, int basics)
    {
        (Person, Channel, weeks, BasicMissed, this.basics) = (person, channel, [], new long[basics], basics);
        (BasicDays, todayOfBasic) = (new DaySums[basics], new int[basics]);
    }

    /// <summary>The same unit, which goes another way from now on.</summary>
    public UnitSoFar(UnitSoFar unit)
    {
        (Person, Channel, weeks, BasicMissed, basics) = (unit.Person, unit.Channel, [.. unit.weeks], [.. unit.BasicMissed], unit.basics);
        (Days, BasicDays, todayOfBasic) = (unit.Days, [.. unit.BasicDays], [.. unit.todayOfBasic]);
        shown = [.. unit.shown];
    }

    public int Person { get; }

    public int Channel { get; }

    /// <summary>The last days against what the unit's own usual level let expect.</summary>
    public IReadOnlyList<ColleagueCount> Shown => shown;

    /// <summary>All days, by basic.</summary>
    public DaySums[] BasicDays { get; }

    /// <summary>Interactions of whole weeks, oldest first.</summary>
    public IReadOnlyList<int> Weeks => weeks;

    /// <summary>All days.</summary>
    public DaySums Days { get; private set; }

    /// <summary>Misses of each basic, by bit.</summary>
    public long[] BasicMissed { get; }

    public void Count(long missed)
    {
        today = (today.N + 1, today.K + (missed == 0 ? 0 : 1));
        for (var rest = missed; rest != 0; rest &= rest - 1)
        {
            BasicMissed[BitOperations.TrailingZeroCount(rest)]++;
            todayOfBasic[BitOperations.TrailingZeroCount(rest)]++;
        }
    }

    /// <param name="date">The day that ends.</param>
    /// <param name="endsWeek">Whether a week ends with it.</param>
    /// <param name="weekStart">Interactions before the week.</param>
    /// <param name="detector">What watches the unit; null: nobody has expected anything of it yet.</param>
    /// <param name="terms">What it was told.</param>
    public void EndDay(DateOnly date, bool endsWeek, int weekStart, ChangeDetector? detector, DetectorTerms terms)
    {
        if (today.N > 0)
        {
            Days = Days.Plus(today.N, today.K);
            for (var j = 0; j < basics; j++) BasicDays[j] = BasicDays[j].Plus(today.N, todayOfBasic[j]);
            if (detector is not null)
            {
                var usual = detector.UsualRates(terms);
                shown.Add(new(
                    Person, date, new(today.N, today.N * usual.Any, today.K),
                    [.. Enumerable.Range(0, basics).Select(j => new MissCount(today.N, today.N * usual.Basics[j], todayOfBasic[j]))]));
                if (shown.Count > DaysShown) shown.RemoveAt(0);
            }
        }

        today = default;
        Array.Clear(todayOfBasic);
        if (endsWeek) weeks.Add((int)Days.N - weekStart);
    }
}
