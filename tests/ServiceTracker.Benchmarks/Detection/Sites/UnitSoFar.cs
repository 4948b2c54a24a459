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
    private readonly List<(int Day, MissCount[] Counts)> shown = [];
    private readonly int basics;
    private (int N, int K) today;
    private int thisWeek;

    public UnitSoFar(int person, int channel, int basics)
    {
        (Person, Channel, weeks, this.basics) = (person, channel, [], basics);
        (Recent, todayOfBasic) = (new(basics), new int[basics]);
    }

    /// <summary>The same unit, which goes another way from now on.</summary>
    public UnitSoFar(UnitSoFar unit)
    {
        (Person, Channel, weeks, basics) = (unit.Person, unit.Channel, [.. unit.weeks], unit.basics);
        (Recent, todayOfBasic, thisWeek) = (new(unit.Recent.Save()), [.. unit.todayOfBasic], unit.thisWeek);
        (shown, PerYear) = ([.. unit.shown], unit.PerYear);
    }

    public int Person { get; }

    public int Channel { get; }

    /// <summary>The last days against what the unit's own usual level let expect: of any basic, then of each.</summary>
    public IEnumerable<(int Day, MissCount[] Counts)> Shown => shown;

    /// <summary>Days from which normal variation follows.</summary>
    public RecentDays Recent { get; }

    /// <summary>Interactions of whole weeks, oldest first.</summary>
    public IReadOnlyList<int> Weeks => weeks;

    /// <summary>Interactions a year as whole weeks tell them; null before the first.</summary>
    public double? PerYear { get; private set; }

    public void Count(long missed)
    {
        today = (today.N + 1, today.K + (missed == 0 ? 0 : 1));
        for (var rest = missed; rest != 0; rest &= rest - 1) todayOfBasic[BitOperations.TrailingZeroCount(rest)]++;
    }

    /// <param name="date">The day that ends.</param>
    /// <param name="endsWeek">Whether a week ends with it.</param>
    /// <param name="detector">What watches the unit; null: nobody has expected anything of it yet.</param>
    /// <param name="terms">What it was told.</param>
    public void EndDay(DateOnly date, bool endsWeek, ChangeDetector? detector, DetectorTerms terms)
    {
        if (today.N > 0)
        {
            thisWeek += today.N;
            Recent.Add(today.N, today.K);
            for (var j = 0; j < basics; j++) Recent.Add(j, today.N, todayOfBasic[j]);
            if (detector is not null)
            {
                var usual = detector.UsualRates(terms);
                var counts = new MissCount[1 + basics];
                counts[0] = new(today.N, today.N * usual.Any, today.K);
                for (var j = 0; j < basics; j++) counts[1 + j] = new(today.N, today.N * usual.Basics[j], todayOfBasic[j]);
                shown.Add((date.DayNumber, counts));
                if (shown.Count > DaysShown) shown.RemoveAt(0);
            }
        }

        today = default;
        Array.Clear(todayOfBasic);
        if (!endsWeek) return;
        weeks.Add(thisWeek);
        thisWeek = 0;
        PerYear = Threshold.PerYear(weeks);
        Recent.EndWeek();
    }
}
