namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What is to be expected at the time: the logit shift of what colleagues on the same channel (and reason) miss now over what their own
/// usual levels let expect, the person left out. A season, a bad week or a broken printer that everybody meets is then expected of
/// everybody, and nobody is flagged for it; a change that is a person's own leaves colleagues as they were. With nothing shared it adds the
/// chance of what colleagues did lately, about <see cref="Weight"/> interactions' worth shrunk away.
/// </summary>
/// <remarks>
/// A half-life of one week follows a season and leaves an effective 10 days of colleagues. Where many colleagues tell it is shorter, as
/// long as <see cref="Enough"/> interactions are left: a bad week, or a site that drops, is known in two days instead of five (measured
/// with 40 people: 1.5 instead of 2.3 signals on persons a year where all drop). It comes up to yesterday only, so that it is known when an
/// interaction is judged and the same in every replay. Shifts are of pooled counts: where colleagues' usual levels lie as far apart as 5
/// and 30 %, a shift that all share is told a twentieth too small. The larger part of a site that drops moves what is expected of the rest:
/// the site's own series carries that flag. The method of a control group that is measured at the same time is that of indirect
/// standardisation (K. J. Rothman, S. Greenland, T. L. Lash, Modern Epidemiology, 3rd ed. (2008), chapter 4).
/// </remarks>
public sealed class ColleaguesNow
{
    /// <summary>Days in which a colleague's interaction comes to count half, at most.</summary>
    public const double HalfLifeDays = 7;

    /// <summary>Interactions pretended to have been as usual (or as the wider group shows).</summary>
    public const double Weight = 100;

    /// <summary>Effective interactions of colleagues that a shorter half-life leaves.</summary>
    public const double Enough = 500;

    /// <summary>The shortest half-life, in days.</summary>
    public const double ShortestHalfLifeDays = 3;

    // Older days count a sixteenth or less.
    private const int Days = 28;

    // By age in days, yesterday's first; of any basic, then of each. A day of one person may be an array of whoever counted it.
    private readonly MissCount[]?[] all;
    private readonly Dictionary<int, MissCount[]?[]> people = [];
    private readonly DateOnly today;
    private readonly int basics;
    private readonly bool alike;

    private ColleaguesNow(DateOnly today, int days, bool alike, int basics) =>
        (this.today, all, this.alike, this.basics) = (today, new MissCount[]?[days], alike, basics);

    /// <summary>Each day of the last 28 up to yesterday, half as much for every half-life that it is old.</summary>
    /// <param name="today">The business date that is to be judged.</param>
    /// <param name="counts">Everybody on the channel, by day; days from today on are left out.</param>
    /// <param name="basics">Bits that may occur.</param>
    /// <exception cref="ArgumentException">A count is no number, or has more misses than interactions.</exception>
    public static ColleaguesNow UpTo(DateOnly today, IEnumerable<ColleagueCount> counts, int basics)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Of(today, Days, alike: false, counts, basics);
    }

    /// <summary>The same from what is kept of each person's days, which is neither copied nor changed.</summary>
    /// <param name="today">The business date that is to be judged.</param>
    /// <param name="kept">Each person once, in the order of their numbers: day numbers with what was counted of any basic, then of each.
    /// </param>
    /// <param name="basics">Bits that may occur.</param>
    public static ColleaguesNow FromDays(
        DateOnly today, IEnumerable<(int Person, IEnumerable<(int Day, MissCount[] Counts)> Shown)> kept, int basics)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var now = new ColleaguesNow(today, Days, alike: false, basics);
        foreach (var (person, shown) in kept)
            foreach (var (day, counts) in shown) now.Add(person, today.DayNumber - 1 - day, counts);
        return now;
    }

    /// <summary>The last whole week and the one before, weighted alike: as much as the half-life, for what is kept by week.</summary>
    /// <param name="monday">First day of the week that is to be judged.</param>
    /// <param name="counts">Everybody on the channel; those of other weeks are left out.</param>
    /// <param name="basics">Bits that may occur.</param>
    /// <exception cref="ArgumentException">A count is no number, or has more misses than interactions.</exception>
    public static ColleaguesNow OfLastWeeks(DateOnly monday, IEnumerable<ColleagueCount> counts, int basics)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return Of(monday, 14, alike: true, counts, basics);
    }

    /// <summary>What everybody but a person shows.</summary>
    /// <param name="person">Who is left out.</param>
    /// <param name="wider">What a wider group shows, such as the channel for one reason on it: what the pretended interactions
    /// show.</param>
    /// <returns>Shifts for <see cref="DetectorTerms.Expecting"/>; all 0, or the wider group's, without colleagues.</returns>
    public ColleagueShift For(int person, ColleagueShift? wider = null)
    {
        var own = people.GetValueOrDefault(person);
        var sums = new MissCount[1 + basics];
        var (n, first) = (0.0, 0);
        for (var age = all.Length - 1; age >= 0; age--)
        {
            var some = Others(own, age, 0).N;
            if (some <= 0) continue;
            if (first == 0) first = age + 1;
            n += some;
        }

        if (n > 0)
        {
            // Over all days since the first one, those without interactions too.
            var halfLife = Math.Clamp(Enough * Math.Log(2) / (n / first), ShortestHalfLifeDays, HalfLifeDays);
            for (var age = first - 1; age >= 0; age--)
            {
                if (Others(own, age, 0).N <= 0) continue;
                var weight = alike ? 1 : Math.Pow(2, -age / halfLife);
                for (var i = 0; i < sums.Length; i++) sums[i] += weight * Others(own, age, i);
            }
        }

        var shifts = new double[basics];
        for (var j = 0; j < basics; j++)
            shifts[j] = LogitShift.Of(sums[1 + j], Weight, wider is not null && j < wider.Basics.Count ? wider.Basics[j] : 0);
        return new(LogitShift.Of(sums[0], Weight, wider?.Rate ?? 0), shifts);
    }

    private static ColleaguesNow Of(DateOnly today, int days, bool alike, IEnumerable<ColleagueCount> counts, int basics)
    {
        var now = new ColleaguesNow(today, days, alike, basics);
        // In one order, so that sums are the same to the last bit whichever way counts come.
        foreach (var count in counts.Where(c => c.Date < today && c.Date >= today.AddDays(-days)).OrderBy(c => c.Person))
        {
            if (!count.Any.IsPossible || !count.Basics.All(b => b.IsPossible) || count.Basics.Count > basics)
                throw new ArgumentException("A count has more misses than interactions, or basics that are not known.", nameof(counts));
            now.Add(count.Person, today.DayNumber - 1 - count.Date.DayNumber, [count.Any, .. count.Basics]);
        }

        return now;
    }

    private void Add(int person, int age, MissCount[] counts)
    {
        if (age < 0 || age >= all.Length) return;
        if (!people.TryGetValue(person, out var own)) people.Add(person, own = new MissCount[]?[all.Length]);
        own[age] = own[age] is { } had ? Sum(had, counts) : counts;
        Plus(all[age] ??= new MissCount[1 + basics], counts);
    }

    private MissCount[] Sum(MissCount[] a, MissCount[] b)
    {
        var sum = new MissCount[1 + basics];
        Plus(sum, a);
        Plus(sum, b);
        return sum;
    }

    private static void Plus(MissCount[] to, MissCount[] counts)
    {
        for (var i = 0; i < counts.Length; i++) to[i] += counts[i];
    }

    // What everybody but one showed on a day.
    private MissCount Others(MissCount[]?[]? own, int age, int at)
    {
        if (all[age] is not { } day) return default;
        return own?[age] is { } part && at < part.Length ? day[at] - part[at] : day[at];
    }
}
