using System.Numerics;

namespace ServiceTracker.Domain.Flags.Detection;

// How days become part of the level, and leave it.
public sealed partial class UsualLevel
{
    private readonly int stride;
    private readonly int[] today;
    private FourWeekSums sums;
    private int[] pending;
    private int head, waiting, origin = None;
    private DaySums days;

    internal bool HasToday => today[0] != None;

    /// <summary>Counts an interaction of the current day; it enters the level at the earliest tomorrow.</summary>
    internal void Count(long missed, long applicable)
    {
        today[1]++;
        if ((missed & applicable) != 0) today[2]++;
        for (var rest = applicable; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            today[3 + 2 * j]++;
            today[4 + 2 * j] += (int)(missed >> j) & 1;
        }
    }

    /// <summary>Begins a day: the days before it that are old enough begin to count, and those that are too old no longer do.</summary>
    internal void Begin(int day, long applicable)
    {
        Close();
        today[0] = day;
        if (origin == None) origin = day;
        Weeks = Weeks.With(day);
        while (waiting > 0 && Slot(0)[0] <= day - AgeDays)
        {
            Enter(Slot(0), atOnce: false);
            head = (head + 1) % (pending.Length / stride);
            waiting--;
        }

        var oldest = (day - AgeDays - WindowDays - origin) / FourWeekSums.Days;
        while (oldest > 0 && sums.Forget(oldest, ref days, BasicCounts))
        {
        }

        Seen(applicable);
    }

    /// <summary>A basic's segment begins with the first interaction to which it applies.</summary>
    internal void Seen(long applicable)
    {
        for (var rest = applicable; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            if (today[3 + 2 * j] == 0) BasicWeeks[j] = BasicWeeks[j].With(today[0]);
        }
    }

    /// <summary>A new segment: basics keep what is theirs.</summary>
    /// <param name="from">For every bit the bit it had before, or −1 where the basic begins anew.</param>
    /// <param name="rateGoesOn">Whether the share with any miss is still the same share.</param>
    internal UsualLevel Segment(ReadOnlySpan<int> from, bool rateGoesOn)
    {
        if (!rateGoesOn) Close();
        var next = new UsualLevel(from.Length) { origin = origin, sums = sums.Segment(from, rateGoesOn) };
        if (rateGoesOn) (next.Weeks, next.days) = (Weeks, days);
        for (var j = 0; j < from.Length; j++)
        {
            if (from[j] < 0) continue;
            next.BasicWeeks[j] = BasicWeeks[from[j]];
            next.BasicCounts[2 * j] = Applicable(from[j]);
            next.BasicCounts[2 * j + 1] = Missed(from[j]);
        }

        Translate(today, next.today, from, rateGoesOn);
        next.pending = new int[waiting * next.stride];
        next.waiting = waiting;
        for (var i = 0; i < waiting; i++) Translate(Slot(i), next.Slot(i), from, rateGoesOn);
        return next;
    }

    internal void SaveTo(ref DetectorState state) => state = state with
    {
        UsualOrigin = origin,
        UsualWeeks = Weeks,
        UsualBasicWeeks = [.. BasicWeeks],
        UsualDays = days,
        UsualBasics = [.. BasicCounts],
        UsualSums = sums.Save(),
        UsualToday = [.. today],
        UsualPending = [.. Enumerable.Range(0, waiting).SelectMany(i => Slot(i).ToArray())],
    };

    // Days on their way to the level stay so for the basics that go on; as misses of the rate they belong to the old segment.
    private static void Translate(ReadOnlySpan<int> old, Span<int> day, ReadOnlySpan<int> from, bool rateGoesOn)
    {
        day[0] = old[0];
        if (rateGoesOn) (day[1], day[2]) = (old[1], old[2]);
        for (var j = 0; j < from.Length; j++)
            if (from[j] >= 0) old.Slice(3 + 2 * from[j], 2).CopyTo(day[(3 + 2 * j)..]);
    }

    private void Close()
    {
        if (HasToday && Enter(today, atOnce: true)) Wait();
        Array.Clear(today);
        today[0] = None;
    }

    // What is part of the first weeks enters when its day is over, the rest when it is old enough. What has entered is
    // taken out of the day; true if something is left.
    private bool Enter(Span<int> day, bool atOnce)
    {
        var number = (day[0] - origin) / FourWeekSums.Days;
        var left = false;
        if (day[1] > 0)
        {
            if (!atOnce || Weeks.Count <= FirstWeeks)
            {
                days = days.Plus(day[1], day[2]);
                sums.Add(number, day[1], day[2]);
                day[1] = day[2] = 0;
            }
            else
            {
                left = true;
            }
        }

        for (var j = 0; j < BasicWeeks.Length; j++)
        {
            ref var n = ref day[3 + 2 * j];
            ref var k = ref day[4 + 2 * j];
            if (n == 0) continue;
            if (!atOnce || BasicWeeks[j].Count <= FirstWeeks)
            {
                BasicCounts[2 * j] += n;
                BasicCounts[2 * j + 1] += k;
                sums.Add(number, j, n, k);
                n = k = 0;
            }
            else
            {
                left = true;
            }
        }

        return left;
    }

    private void Wait()
    {
        if ((waiting + 1) * stride > pending.Length)
        {
            var larger = new int[Math.Max(8 * stride, 2 * pending.Length)];
            for (var i = 0; i < waiting; i++) Slot(i).CopyTo(larger.AsSpan(i * stride));
            (pending, head) = (larger, 0);
        }

        today.CopyTo(Slot(waiting++));
    }

    private Span<int> Slot(int index) => pending.AsSpan((head + index) % (pending.Length / stride) * stride, stride);
}
