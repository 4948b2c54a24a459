namespace ServiceTracker.Application.Demonstration;

/// <summary>One person's day: misses come in clusters, as a Pólya urn makes them.</summary>
internal sealed class DemoDay(int person, DemoPerson who, int day, DateOnly date, DemoRandom random)
{
    // Beta-binomial day: intra-day correlation 0.02, so its weight is 1/0.02 − 1 interactions.
    private const double DayWeight = 49;

    private readonly bool erratic = who.Code == DemoPatterns.ErraticPerson && day / 7 >= DemoPatterns.ErraticWeek;
    private readonly bool badDay = new DemoRandom(4, person, day).Chance(DemoPatterns.BadDays);
    private double earlier, misses;

    public DemoPerson Person => who;
    public int Week => day / 7;
    public DateOnly Date => date;
    public DemoRandom Random => random;

    /// <summary>
    /// How much of what changes around them reaches this person: the good team keeps its habits, the erratic person's days hide the rest.
    /// </summary>
    public double Exposure => erratic ? 0 : who.Team == DemoCast.HarbourContact ? 0.3 : 1;

    /// <summary>The chance of a miss in the next interaction.</summary>
    public double Next(double odds)
    {
        if (erratic) return badDay ? DemoPatterns.BadDayMiss : DemoPatterns.GoodDayMiss;
        if (who.Team == DemoCast.HarbourContact) odds *= DemoPatterns.GoodTeamOdds;

        // A starter learns: twice the odds at first, the usual ones after ten weeks.
        if (who.FirstWeek is { } first) odds *= 1 + Math.Max(0, 10 - (Week - first)) / 10.0;
        var q = odds / (1 + odds);
        var chance = Math.Min(0.95, q * (DayWeight * q + misses) / (DayWeight * q + earlier));
        earlier += q;
        return chance;
    }

    /// <summary>Counts a miss, which makes the next one likelier.</summary>
    public void Missed() => misses++;
}
