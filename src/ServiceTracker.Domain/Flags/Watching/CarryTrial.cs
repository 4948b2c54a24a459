using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>
/// Attribution before alarm, for one person's signal: whether their detector still tells it when it expects of them what everybody else on
/// the same channels showed over the whole time since the change began, and not only up to the day before. What colleagues show is learnt
/// within days (<see cref="ColleaguesNow"/>); what hits all at once is on everybody before that.
/// </summary>
internal sealed class CarryTrial(int staff, DateOnly since, FlagLabel label)
{
    private readonly List<(PersonDay Day, int Baseline)> own = [];
    private readonly Dictionary<(int Baseline, int Channel), SortedDictionary<DateOnly, MissCount[]>> others = [];
    private readonly Dictionary<int, int[]> segments = [];
    private PersonDetectorState? atStart;
    private int first, baseline;

    /// <summary>The person.</summary>
    public int StaffId => staff;

    /// <summary>Told before a day is looked at.</summary>
    /// <param name="date">The day.</param>
    /// <param name="person">Who is tried; null where nothing is known of them yet.</param>
    /// <param name="now">Number of the baseline in force.</param>
    /// <param name="ground">The organisation.</param>
    public void Begin(DateOnly date, PersonWatch? person, int now, WatchGround ground)
    {
        if (date < since || person is null) return;
        if (atStart is null) (atStart, first) = (person.Detector.Save(), now);
        else if (baseline != now && ground.Bits(baseline, now) is { } from) segments[now] = from;
        baseline = now;
    }

    /// <summary>Told when everybody's day is over.</summary>
    public void End(DateOnly date, PersonDay day)
    {
        if (date < since || baseline == 0) return;
        if (day.Id == staff)
        {
            own.Add((day, baseline));
            return;
        }

        if (day.Id == SiteWatch.Everybody) return;
        foreach (var (channel, counts) in day.Shown())
        {
            if (!others.TryGetValue((baseline, channel), out var days)) others.Add((baseline, channel), days = []);
            if (!days.TryGetValue(date, out var sum)) days.Add(date, sum = new MissCount[counts.Length]);
            for (var j = 0; j < counts.Length; j++) sum[j] += counts[j];
        }
    }

    /// <summary>Whether the person carries the signal.</summary>
    public bool Carries()
    {
        if (atStart is null) return true;
        var (detector, under) = (new PersonDetector(atStart), first);
        var shifts = others.ToDictionary(o => o.Key, o => ShiftOf([.. o.Value.Values]));
        foreach (var (day, now) in own)
        {
            if (now != under && segments.TryGetValue(now, out var from)) detector.StartSegment(from);
            under = now;
            if (day.RunAgain(detector, (channel, date) => Shift(shifts, (now, channel), date)) is { } again)
                return again.Signal.Label.IsSameDirection(label);
        }

        return false;
    }

    // For swings it is taken day by day, so that a day that was bad for all excuses it.
    private ColleagueShift? Shift(
        Dictionary<(int, int), ColleagueShift> whole, (int Baseline, int Channel) where, DateOnly date)
    {
        if (!whole.TryGetValue(where, out var shift)) return null;
        return label.Kind == DetectionKind.Erratic && others[where].TryGetValue(date, out var counts)
            ? shift with { Rate = LogitShift.Of(counts[0], UsualLevel.SiteWeight, shift.Rate) }
            : shift;
    }

    private static ColleagueShift ShiftOf(IReadOnlyList<MissCount[]> days)
    {
        var sums = new MissCount[days.Max(d => d.Length)];
        foreach (var day in days)
            for (var j = 0; j < day.Length; j++) sums[j] += day[j];
        return new(
            LogitShift.Of(sums[0], UsualLevel.SiteWeight), [.. sums.Skip(1).Select(s => LogitShift.Of(s, UsualLevel.SiteWeight))]);
    }
}
