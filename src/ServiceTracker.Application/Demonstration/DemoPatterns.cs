namespace ServiceTracker.Application.Demonstration;

/// <summary>
/// What is hidden in the demonstration's history for people to find. Weeks are counted from 0, the first week of the history;
/// the present one is <see cref="DemoOrganisation.Weeks"/> − 1.
/// </summary>
public static class DemoPatterns
{
    /// <summary>Before this week nothing changes but by chance.</summary>
    public const int QuietWeeks = 35;

    /// <summary>(a) The channel that slips at both sites after its script changed, and the basic that is missed there.</summary>
    public const string ScriptChannel = "phone", ScriptBasic = "identity";

    /// <summary>(a) Since which week.</summary>
    public const int ScriptWeek = 54;

    /// <summary>(a) Chance, 0 to 1, that the new script makes a call miss the basic.</summary>
    public const double ScriptMiss = 0.10;

    /// <summary>(b) Code of the person who has good days and bad days.</summary>
    public const string ErraticPerson = "rellis";

    /// <summary>(b) Since which week.</summary>
    public const int ErraticWeek = 35;

    /// <summary>(b) Share of bad days, and the rate of misses, 0 to 1, on a bad and on a good day: about as many as before on the
    /// whole.</summary>
    public const double BadDays = 0.22, BadDayMiss = 0.40, GoodDayMiss = 0.01;

    /// <summary>(c) Site at which lunchtime is short of people; the basics greeted and wait_minutes on the channels that wait.</summary>
    public const string LunchSite = "harbour";

    /// <summary>(c) Since which week; from which local hour, and before which.</summary>
    public const int LunchWeek = 36, LunchFrom = 12, LunchBefore = 14;

    /// <summary>(c) Chance, 0 to 1, that lunchtime makes an interaction miss one of the two.</summary>
    public const double LunchMiss = 0.20;

    /// <summary>(d) The site at which a basic falls, and which basic.</summary>
    public const string FallingSite = "northgate", FallingBasic = "next_step";

    /// <summary>(d) Since which week.</summary>
    public const int FallingWeek = 44;

    /// <summary>(d) Chance, 0 to 1, that the basic is missed on top of the usual.</summary>
    public const double FallingMiss = 0.07;

    /// <summary>(e) Site and code of the team that is better all the time.</summary>
    public const string GoodTeamSite = "harbour", GoodTeam = "contact";

    /// <summary>(e) What that team's odds of a miss are multiplied by.</summary>
    public const double GoodTeamOdds = 0.42;

    /// <summary>In which week the second baseline adds a basic.</summary>
    public const int SecondBaselineWeek = 46;

    /// <summary>Code of the basic that it adds.</summary>
    public const string AddedBasic = "anything_else";

    /// <summary>The patterns in plain words.</summary>
    /// <param name="firstMonday">First day of the history.</param>
    internal static IReadOnlyList<DemoPattern> Describe(DateOnly firstMonday)
    {
        DateOnly Since(int week) => firstMonday.AddDays(7 * week);
        return
        [
            new("New phone script", Since(ScriptWeek),
                "Identity is checked less often on the phone at both sites, since the new script; the other channels stay as they were."),
            new("Good days and bad days", Since(ErraticWeek),
                "Robin Ellis (rellis, Harbour Street) has very good days and very bad ones; the average hardly moves."),
            new("Lunchtime", Since(LunchWeek), "From 12 to 14 at Harbour Street customers are greeted late and wait too long."),
            new("One basic at one site", Since(FallingWeek),
                "The next step is explained less often at North Gate; at Harbour Street it is as before."),
            new("A steadily good team", firstMonday,
                "The contact desk at Harbour Street meets the basics more often than anybody, in every week."),
            new("A raised bar", Since(SecondBaselineWeek),
                "A second baseline also asks whether anything else was needed: its misses are new, and no one got worse."),
        ];
    }
}
