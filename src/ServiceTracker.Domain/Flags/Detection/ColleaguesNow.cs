namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What is to be expected at the time: the logit shift of what colleagues on the same channel (and reason) miss now over what their own
/// usual levels let expect, the person left out. A season, a bad week or a broken printer that everybody meets is then expected of
/// everybody, and nobody is flagged for it; a change that is a person's own leaves colleagues as they were. With nothing shared it adds the
/// chance of what colleagues did lately, about <see cref="Weight"/> interactions' worth shrunk away.
/// </summary>
/// <remarks>
/// A half-life of one week follows a season and leaves an effective 11 days of colleagues. It comes up to yesterday only, so that it is
/// known when an interaction is judged and the same in every replay. Shifts are of pooled counts: where colleagues' usual levels lie as far
/// apart as 5 and 30 %, a shift that all share is told a twentieth too small. The larger part of a site that drops moves what is expected of the
/// rest: the site's own series carries that flag. The method of a control group that is measured at the same time is that of indirect
/// standardisation (K. J. Rothman, S. Greenland, T. L. Lash, Modern Epidemiology, 3rd ed. (2008), chapter 4).
/// </remarks>
public sealed class ColleaguesNow
{
    /// <summary>Days in which a colleague's interaction comes to count half.</summary>
    public const double HalfLifeDays = 7;

    /// <summary>Interactions pretended to have been as usual (or as the wider group shows).</summary>
    public const double Weight = 100;

    private readonly Dictionary<int, MissCount[]> people = [];
    private readonly MissCount[] all;

    private ColleaguesNow(IEnumerable<ColleagueCount> counts, int basics, Func<DateOnly, double> weightOf)
    {
        all = new MissCount[1 + basics];
        // In one order, so that sums are the same to the last bit whichever way counts come.
        foreach (var count in counts.OrderBy(c => c.Person).ThenBy(c => c.Date))
        {
            var weight = weightOf(count.Date);
            if (weight == 0) continue;
            if (!people.TryGetValue(count.Person, out var own)) people.Add(count.Person, own = new MissCount[1 + basics]);
            Add(own, weight, count);
            Add(all, weight, count);
        }
    }

    /// <summary>Each day up to yesterday, half as much for every week that it is old.</summary>
    /// <param name="today">The business date that is to be judged.</param>
    /// <param name="counts">Everybody on the channel, by day; days from today on are left out.</param>
    /// <param name="basics">Bits that may occur.</param>
    /// <exception cref="ArgumentException">A count is no number, or has more misses than interactions.</exception>
    public static ColleaguesNow UpTo(DateOnly today, IEnumerable<ColleagueCount> counts, int basics)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new(counts, basics, date => date < today ? Math.Pow(2, (date.DayNumber + 1 - today.DayNumber) / HalfLifeDays) : 0);
    }

    /// <summary>The last whole week and the one before, weighted alike: as much as the half-life, for what is kept by week.</summary>
    /// <param name="monday">First day of the week that is to be judged.</param>
    /// <param name="counts">Everybody on the channel; those of other weeks are left out.</param>
    /// <param name="basics">Bits that may occur.</param>
    /// <exception cref="ArgumentException">A count is no number, or has more misses than interactions.</exception>
    public static ColleaguesNow OfLastWeeks(DateOnly monday, IEnumerable<ColleagueCount> counts, int basics)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new(counts, basics, date => date < monday && date >= monday.AddDays(-14) ? 1 : 0);
    }

    /// <summary>What everybody but a person shows.</summary>
    /// <param name="person">Who is left out.</param>
    /// <param name="wider">What a wider group shows, such as the channel for one reason on it: what the pretended interactions show.</param>
    /// <returns>Shifts for <see cref="DetectorTerms.Expecting"/>; all 0, or the wider group's, without colleagues.</returns>
    public ColleagueShift For(int person, ColleagueShift? wider = null)
    {
        people.TryGetValue(person, out var own);
        double Of(int at, double before) => LogitShift.Of(own is null ? all[at] : all[at] - own[at], Weight, before);
        var basics = new double[all.Length - 1];
        for (var j = 0; j < basics.Length; j++) basics[j] = Of(1 + j, wider is not null && j < wider.Basics.Count ? wider.Basics[j] : 0);
        return new(Of(0, wider?.Rate ?? 0), basics);
    }

    private static void Add(MissCount[] to, double weight, ColleagueCount count)
    {
        if (!count.Any.IsPossible || !count.Basics.All(b => b.IsPossible) || count.Basics.Count >= to.Length)
            throw new ArgumentException("A count has more misses than interactions, or is of basics that are not known.", nameof(count));
        to[0] += weight * count.Any;
        for (var j = 0; j < count.Basics.Count; j++) to[1 + j] += weight * count.Basics[j];
    }
}
