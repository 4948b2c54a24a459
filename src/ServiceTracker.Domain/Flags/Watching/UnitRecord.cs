using System.Numerics;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>
/// What has been counted of a person on a channel (or of everybody on it), from which follows what detectors are told: volume, rates and
/// days for colleagues, what was shown of late, and where and when the work was. Days enter when they are over.
/// </summary>
internal sealed class UnitRecord
{
    /// <summary>Days that colleagues look back, see <see cref="ColleaguesNow"/>.</summary>
    private const int DaysShown = 28;

    /// <summary>Each week the counts of the case mix come to weigh so much less: half in half a year.</summary>
    private const double MixKept = 0.9737;

    private const int Digits = 3, NumbersOfCount = 3;

    /// <summary>Interactions below which a case mix is forgotten.</summary>
    private const double LeastMix = 0.05;

    private readonly Dictionary<(int Reason, int Hour), MissCount> mix = [], mixOfWeek = [];
    private readonly Queue<(int Day, MissCount[] Counts)> shown = new();
    private readonly List<int> weeks;
    private readonly RecentDays recent;
    private int basics;
    private int thisWeek;

    public UnitRecord(int basics) => (recent, this.basics, weeks) = (new(basics), basics, []);

    public UnitRecord(KeptRecord kept)
    {
        (recent, basics) = (new(kept.Recent), kept.Recent.Basics.Length);
        (weeks, thisWeek, LastDay) = ([.. kept.Weeks], kept.ThisWeek, kept.LastDay);
        foreach (var day in kept.Shown) shown.Enqueue((day.Day, Counts(day.Counts)));
        foreach (var m in kept.Mix) mix.Add((m.Reason, m.Hour), m.Count);
        foreach (var m in kept.MixOfWeek) mixOfWeek.Add((m.Reason, m.Hour), m.Count);
    }

    /// <summary>Days of the segment that are not too long ago.</summary>
    public RecentDays Recent => recent;

    /// <summary>Scored interactions of the last whole weeks, oldest first.</summary>
    public IReadOnlyList<int> Weeks => weeks;

    /// <summary>Day number of the last day with a scored interaction; −1 before the first.</summary>
    public int LastDay { get; private set; } = -1;

    /// <summary>What the last day showed: of any basic, then of each.</summary>
    public MissCount[] LastShown => shown.Last().Counts;

    /// <summary>What was shown of late, as colleagues count it: day numbers with the counts of any basic, then of each.</summary>
    public IEnumerable<(int Day, MissCount[] Counts)> Shown => shown;

    /// <summary>Where and when the work of whole weeks was: by reason (0 without one) and hour.</summary>
    public IReadOnlyDictionary<(int Reason, int Hour), MissCount> Mix => mix;

    /// <summary>How a reason is called in a case mix; null without one.</summary>
    public static string? ReasonKey(int reason) =>
        reason == 0 ? null : reason.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Ends a week, whether or not there was anything in it.</summary>
    public void EndWeek()
    {
        weeks.Add(thisWeek);
        thisWeek = 0;
        recent.EndWeek();
        if (weeks.Count > Threshold.VolumeWeeks) weeks.RemoveAt(0);
        foreach (var (key, of) in mix.ToList())
        {
            if (MixKept * of.N < LeastMix) mix.Remove(key);
            else mix[key] = Short(MixKept * of);
        }

        foreach (var (key, of) in mixOfWeek) mix[key] = Short(mix.GetValueOrDefault(key) + of);
        mixOfWeek.Clear();
    }

    /// <summary>Ends a day on which there was something.</summary>
    /// <param name="date">The day.</param>
    /// <param name="observations">Scored ones, with the reason and the hour.</param>
    /// <param name="usual">What the unit's own usual level lets expect (<see cref="ChangeDetector.UsualRates"/>).</param>
    public void EndDay(
        DateOnly date, IReadOnlyList<(DetectorObservation Seen, int Reason, int Hour)> observations, (double Any, double[] Basics) usual)
    {
        var day = new MissCount[1 + basics];
        foreach (var (seen, reason, hour) in observations)
        {
            var one = new MissCount(1, usual.Any, seen.AnyMissed ? 1 : 0);
            day[0] += one with { Expected = UsualLevel.Moved(usual.Any, seen.CaseMix) };
            mixOfWeek[(reason, hour)] = Short(mixOfWeek.GetValueOrDefault((reason, hour)) + one);
            for (var rest = seen.Applicable; rest != 0; rest &= rest - 1)
            {
                var j = BitOperations.TrailingZeroCount(rest);
                day[1 + j] += new MissCount(1, usual.Basics[j], (seen.Missed >> j & 1) != 0 ? 1 : 0);
            }
        }

        day = Array.ConvertAll(day, Short);
        recent.Add((long)day[0].N, (long)day[0].Missed);
        for (var j = 0; j < basics; j++)
            if (day[1 + j].N > 0) recent.Add(j, (long)day[1 + j].N, (long)day[1 + j].Missed);
        thisWeek += observations.Count;
        LastDay = date.DayNumber;
        shown.Enqueue((date.DayNumber, day));
        while (shown.Peek().Day <= date.DayNumber - DaysShown) shown.Dequeue();
    }

    /// <summary>A new segment: basics that go on keep what is theirs; the share with any miss, where it is another share now, begins
    /// anew.</summary>
    /// <param name="from">For every bit the bit it had before, or −1.</param>
    public void StartSegment(int[] from)
    {
        var goesOn = from.Length == basics && from.All(j => j >= 0);
        recent.StartSegment(from, goesOn);
        basics = from.Length;
        if (!goesOn)
        {
            mix.Clear();
            mixOfWeek.Clear();
        }

        var before = shown.ToList();
        shown.Clear();
        foreach (var (day, counts) in before)
            shown.Enqueue((day, [goesOn ? counts[0] : default, .. from.Select(j => j < 0 ? default : counts[1 + j])]));
    }

    public KeptRecord Save(int channel) => new()
    {
        Channel = channel,
        Recent = recent.Save(),
        Weeks = [.. weeks],
        ThisWeek = thisWeek,
        LastDay = LastDay,
        Shown = [.. shown.Select(s => new KeptDay(s.Day, Numbers(s.Counts)))],
        Mix = Kept(mix),
        MixOfWeek = Kept(mixOfWeek),
    };

    // As many digits as matter: what is kept is half as long, and nothing is lost between two servers as both count so.
    private static MissCount Short(MissCount count) =>
        new(Math.Round(count.N, Digits), Math.Min(Math.Round(count.Expected, Digits), Math.Round(count.N, Digits)),
            Math.Round(count.Missed, Digits));

    private static KeptMix[] Kept(Dictionary<(int Reason, int Hour), MissCount> of) =>
        [.. of.OrderBy(m => m.Key).Select(m => new KeptMix(m.Key.Reason, m.Key.Hour, m.Value))];

    private static double[] Numbers(MissCount[] counts)
    {
        var numbers = new double[NumbersOfCount * counts.Length];
        for (var i = 0; i < counts.Length; i++)
            (numbers[NumbersOfCount * i], numbers[NumbersOfCount * i + 1], numbers[NumbersOfCount * i + 2]) =
                (counts[i].N, counts[i].Expected, counts[i].Missed);
        return numbers;
    }

    private static MissCount[] Counts(double[] numbers) =>
        [.. numbers.Chunk(NumbersOfCount).Select(c => new MissCount(c[0], c[1], c[2]))];
}
