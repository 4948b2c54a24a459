using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>
/// Attribution before alarm, for one person's signal: whether their detector still tells it when it expects of them what everybody else on
/// the same channels showed over the whole time since the change began, and not only up to the day before. What colleagues show is learnt
/// within days (<see cref="ColleaguesNow"/>); what hits all at once is on everybody before that.
/// </summary>
/// <remarks>Where a new baseline came within the time nothing is compared, and the signal stays with the person.</remarks>
internal sealed class CarryTrial(int staff, DateOnly since, DetectionKind kind)
{
    private readonly List<PersonDay> own = [];
    private readonly Dictionary<int, SortedDictionary<DateOnly, MissCount[]>> others = [];
    private PersonDetectorState? atStart;
    private bool isOfOneBaseline = true;
    private int baseline;

    /// <summary>The person.</summary>
    public int StaffId => staff;

    /// <summary>Told before a day is looked at.</summary>
    public void Begin(DateOnly date, PersonWatch? person, int baselineInForce)
    {
        if (date < since) return;
        if (baseline != 0 && baseline != baselineInForce) isOfOneBaseline = false;
        baseline = baselineInForce;
        if (atStart is null && person is not null) atStart = person.Detector.Save();
    }

    /// <summary>Told when everybody's day is over.</summary>
    public void End(DateOnly date, PersonDay day)
    {
        if (date < since) return;
        if (day.Id == staff)
        {
            own.Add(day);
            return;
        }

        if (day.Id == SiteWatch.Everybody) return;
        foreach (var (channel, counts) in day.Shown())
        {
            if (!others.TryGetValue(channel, out var days)) others.Add(channel, days = []);
            if (!days.TryGetValue(date, out var sum)) days.Add(date, sum = new MissCount[counts.Length]);
            for (var j = 0; j < Math.Min(sum.Length, counts.Length); j++) sum[j] += counts[j];
        }
    }

    /// <summary>Whether the person carries the signal.</summary>
    public bool Carries()
    {
        if (atStart is null || !isOfOneBaseline) return true;
        var detector = new PersonDetector(atStart);
        var shifts = others.ToDictionary(o => o.Key, o => ShiftOf([.. o.Value.Values]));
        foreach (var day in own)
            if (day.RunAgain(detector, (channel, date) => Shift(shifts, channel, date)) is { } again)
                return again.Signal.Label.Kind == DetectionKind.Better == (kind == DetectionKind.Better);
        return false;
    }

    // For swings it is taken day by day, so that a day that was bad for all excuses it.
    private ColleagueShift? Shift(Dictionary<int, ColleagueShift> whole, int channel, DateOnly date)
    {
        if (!whole.TryGetValue(channel, out var shift)) return null;
        return kind == DetectionKind.Erratic && others[channel].TryGetValue(date, out var counts)
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
