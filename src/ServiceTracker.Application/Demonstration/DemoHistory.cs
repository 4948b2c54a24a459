using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Demonstration;

/// <summary>
/// Generates interactions day by day. Every day of every person is drawn from numbers of its own, by the position of its week in the
/// history and not by its date: the patterns are the same whenever it runs, and on Tuesday the history begins with Monday's.
/// </summary>
/// <param name="firstMonday">First day of the history.</param>
/// <param name="reasons">Codes of the reasons.</param>
internal sealed class DemoHistory(DateOnly firstMonday, IReadOnlyList<string> reasons)
{
    // Odds of a miss before everything that moves them, chosen for a rate of about 0.9.
    private const double BaseOdds = 0.088;

    private const double UsualPerDay = 9.6, FullCheckShare = 1.0 / 8;

    private const int AnsweredByCustomers = (1 << (int)DemoBasic.Greeted) | (1 << (int)DemoBasic.NeedConfirmed)
        | (1 << (int)DemoBasic.RightAnswer) | (1 << (int)DemoBasic.NextStep);

    private static readonly double[] ChannelOdds = [0.95, 1.1, 1.0, 0.9];
    private static readonly double[] ReasonWeights = [16, 18, 14, 13, 12, 12, 4, 11];
    private static readonly double[] ReasonOdds = [1.0, 0.9, 0.9, 1.2, 1.1, 0.95, 1.5, 1.0];
    private static readonly double[] BasicWeights = [20, 13, 18, 20, 16, 0.25, 14, 0];

    // From 08:00, one an hour.
    private static readonly double[] HourWeights = [0.6, 0.8, 1, 1.1, 1.1, 1.05, 0.9, 0.85, 0.8, 0.7];

    private readonly TimeZoneInfo[] zones = [.. DemoCast.Sites.Select(s => TimeZoneInfo.FindSystemTimeZoneById(s.Zone))];

    /// <summary>One interaction, and the UTC instant at which it is logged.</summary>
    public readonly record struct Logged(DateTime RecordedAt, InteractionEntry Entry);

    /// <summary>Last day of service of somebody who leaves in a week.</summary>
    public DateOnly LastDay(int week) => firstMonday.AddDays(7 * week + 4);

    /// <summary>First day of service of somebody who starts in a week.</summary>
    public DateOnly FirstDay(int week) => firstMonday.AddDays(7 * week);

    /// <summary>Everything that happens on a day, in the order in which it is logged.</summary>
    /// <param name="day">0 is <c>firstMonday</c>.</param>
    public List<Logged> Day(int day)
    {
        var date = firstMonday.AddDays(day);
        var logged = new List<Logged>(320);
        if ((date.Month, date.Day) is (12, 25) or (12, 26) or (1, 1)) return logged;
        var pace = Pace(day);
        for (var p = 0; p < DemoCast.People.Count; p++)
        {
            if (Works(p, day)) Serve(p, day, date, pace, logged);
        }

        logged.Sort((a, b) =>
            a.RecordedAt != b.RecordedAt ? a.RecordedAt.CompareTo(b.RecordedAt) : a.Entry.Id!.Value.CompareTo(b.Entry.Id!.Value));
        return logged;
    }

    // Busier and quieter times of the year, and of the week.
    private static double Pace(int day)
    {
        var (week, weekday) = (day / 7, day % 7);
        var season = Math.Abs((week + 6) % 26 - 13) / 13.0 - 0.5;
        return (weekday switch { 0 => 1.12, 4 => 0.95, 5 => 0.85, _ => 1.0 }) * (1 + 0.12 * season + 0.12 * new DemoRandom(1, week).Bell());
    }

    private static bool Works(int p, int day)
    {
        var person = DemoCast.People[p];
        var (week, weekday) = (day / 7, day % 7);
        if (week < person.FirstWeek || week > person.LastWeek || (week == person.LastWeek && weekday > 4)) return false;
        if ((person.Days & (1 << weekday)) == 0) return false;

        // A week away in every eleven, in turns, and now and then a day off sick.
        return (week + 4 * p) % 11 != 7 && !new DemoRandom(2, p, day).Chance(0.025);
    }

    private void Serve(int p, int day, DateOnly date, double pace, List<Logged> logged)
    {
        var person = DemoCast.People[p];
        var random = new DemoRandom(3, p, day);
        var count = (int)(person.Volume * UsualPerDay * pace + 3 * random.Bell() * Math.Min(1, 2 * person.Volume) + 0.5);
        if (count <= 0) return;
        var times = new int[count];
        for (var i = 0; i < count; i++)
        {
            var minute = 0;
            do minute = 60 * person.From + random.Below(8 * 60);
            while (!random.Chance(HourWeights[minute / 60 - 8] / 1.1));
            times[i] = 60 * minute + random.Below(60);
        }

        Array.Sort(times);
        var state = new DemoDay(p, person, day, date, random);
        foreach (var second in times) logged.Add(One(state, second));
    }

    private Logged One(DemoDay day, int second)
    {
        var random = day.Random;
        var site = DemoCast.SiteOf(day.Person.Team);
        var zone = zones[site == DemoCast.Harbour ? 0 : 1];
        var local = day.Date.ToDateTime(TimeOnly.MinValue).AddSeconds(second);
        var occurredAt = new DateTimeOffset(local, zone.GetUtcOffset(local));
        var channelIndex = random.Weighted(day.Person.Team.Channels);
        var channel = DemoCast.Channels[channelIndex];
        var reasonIndex = random.Weighted(ReasonWeights);
        var source = SourceOf(random);
        var full = source is Source.Observer or Source.MysteryShop || (source == Source.Self && random.Chance(FullCheckShare));
        var applicable = ApplicableTo(random, channel, day.Week >= DemoPatterns.SecondBaselineWeek, source, full, reasons[reasonIndex]);
        var usual = day.Person.OddsFactor * site.OddsFactor * ChannelOdds[channelIndex] * ReasonOdds[reasonIndex] * (full ? 1.25 : 0.97);
        var (missed, cause) = Misses(day, usual, site, channel, second / 3600, applicable);

        var causes = cause is { } c && source == Source.Self && random.Chance(0.6) ? CausesOf(missed, c) : null;
        var standOuts = StandOuts(random, missed != 0);
        var rated = source == Source.Customer || random.Chance(0.05);
        int? csat = rated ? Csat(random, missed) : null;
        var note = source == Source.Self && random.Chance(missed != 0 ? 0.12 : 0.025)
            ? missed != 0 ? DemoPhrases.MissNotes[System.Numerics.BitOperations.TrailingZeroCount(missed)] : random.Pick(DemoPhrases.Notes)
            : null;
        var comment = csat is { } mark && random.Chance(0.3)
            ? random.Pick(mark >= 4 ? DemoPhrases.GladComments : DemoPhrases.SorryComments)
            : null;

        // Most is logged within a few minutes, a little some hours later.
        var delay = random.Chance(0.02) ? 3600 * (1 + random.Below(3)) + random.Below(3600) : 20 + random.Below(240);
        var recordedAt = occurredAt.UtcDateTime.AddSeconds(delay).AddMilliseconds(random.Below(1000));
        return new Logged(recordedAt, new InteractionEntry
        {
            Id = random.Id(recordedAt),
            Site = site.Code,
            Team = day.Person.Team.Code,
            Staff = day.Person.Code,
            Channel = channel,
            Reason = reasons[reasonIndex],
            OccurredAt = occurredAt,
            Source = SnakeCase<Source>.Text(source),
            Check = full ? "full" : "quick",
            Observations = Observations(random, applicable, missed, full || source == Source.Customer),
            Causes = causes,
            StandOuts = standOuts,
            Outcome = OutcomeOf(random),
            Customer = random.Chance(0.15) ? $"C-{1000 + random.Below(4000)}" : null,
            Csat = csat,
            Comment = comment,
            Note = note,
        });
    }

    private static Source SourceOf(DemoRandom random) => random.Unit() switch
    {
        < 0.008 => Source.Observer,
        < 0.011 => Source.MysteryShop,
        < 0.018 => Source.Customer,
        _ => Source.Self,
    };

    // What is answered at all: a full check answers everything, a quick log seldom has the waiting time.
    private static int ApplicableTo(DemoRandom random, string channel, bool second, Source source, bool full, string reason)
    {
        var mask = DemoBaselines.Applicable(channel, second);
        int Without(DemoBasic basic) => mask & ~(1 << (int)basic);
        if (source == Source.Customer) return mask & AnsweredByCustomers;
        if (!full) return random.Chance(0.3) ? mask : Without(DemoBasic.WaitMinutes);
        if (random.Chance(reason is "other" or "complaint" ? 0.4 : 0.04)) mask = Without(DemoBasic.Identity);
        if (random.Chance(0.05)) mask = Without(DemoBasic.NextStep);
        return mask;
    }

    private static (int Missed, Cause? Cause) Misses(DemoDay day, double usual, DemoSite site, string channel, int hour, int applicable)
    {
        var random = day.Random;
        var missed = 0;
        Cause? cause = null;
        if (random.Chance(day.Next(BaseOdds * usual)))
        {
            day.Missed();
            Span<double> weights = stackalloc double[BasicWeights.Length];
            for (var i = 0; i < weights.Length; i++) weights[i] = (applicable & (1 << i)) == 0 ? 0 : BasicWeights[i];
            missed = 1 << random.Weighted(weights);
            if (random.Chance(0.15)) missed |= 1 << random.Weighted(weights);
            cause = random.Unit() switch
            {
                < 0.45 => Cause.Person,
                < 0.7 => Cause.Process,
                < 0.82 => Cause.Customer,
                < 0.88 => Cause.Outage,
                _ => Cause.Unknown
            };
        }

        void Also(bool here, DemoBasic basic, double probability)
        {
            if (!here || (applicable & (1 << (int)basic)) == 0 || !random.Chance(probability * day.Exposure)) return;
            missed |= 1 << (int)basic;
            cause = Cause.Process;
        }

        Also(day.Week >= DemoPatterns.ScriptWeek && channel == DemoPatterns.ScriptChannel, DemoBasic.Identity, DemoPatterns.ScriptMiss);
        var lunch = day.Week >= DemoPatterns.LunchWeek && site.Code == DemoPatterns.LunchSite
            && hour is >= DemoPatterns.LunchFrom and < DemoPatterns.LunchBefore;
        var waits = (applicable & (1 << (int)DemoBasic.WaitMinutes)) != 0 && random.Chance(0.5);
        Also(lunch, waits ? DemoBasic.WaitMinutes : DemoBasic.Greeted, DemoPatterns.LunchMiss);
        Also(day.Week >= DemoPatterns.FallingWeek && site.Code == DemoPatterns.FallingSite, DemoBasic.NextStep, DemoPatterns.FallingMiss);
        Also(day.Week >= DemoPatterns.SecondBaselineWeek, DemoBasic.AnythingElse, 0.012);
        return (missed, cause);
    }

    private static ObservationAnswers Observations(DemoRandom random, int applicable, int missed, bool answerAll)
    {
        var hasWait = (applicable & (1 << (int)DemoBasic.WaitMinutes)) != 0;
        if (!answerAll && missed == 0 && !hasWait) return ObservationAnswers.EveryCheckMet;
        var answers = new Dictionary<string, Answer>(DemoBaselines.Codes.Count, StringComparer.Ordinal);
        for (var i = 0; i < DemoBaselines.Codes.Count; i++)
        {
            if ((applicable & (1 << i)) == 0) continue;
            var isMissed = (missed & (1 << i)) != 0;
            answers[DemoBaselines.Codes[i]] = i == (int)DemoBasic.WaitMinutes ? Answer.Of(Wait(random, isMissed))
                : isMissed ? Answer.Missed : Answer.Met;
        }

        return new ObservationAnswers(false, answers, RestNotApplicable: true);
    }

    // Half minutes: up to the target of 5 when met, from 5.5 when missed.
    private static double Wait(DemoRandom random, bool missed)
    {
        var (u, v) = (random.Unit(), random.Unit());
        return missed ? 5.5 + 0.5 * (int)(u * v * 24) : 0.5 * (int)(u * (0.4 + 0.6 * v) * 11);
    }

    private static Dictionary<string, string> CausesOf(int missed, Cause cause)
    {
        var causes = new Dictionary<string, string>(2, StringComparer.Ordinal);
        for (var i = 0; i < DemoBaselines.Codes.Count; i++)
        {
            if ((missed & (1 << i)) != 0) causes[DemoBaselines.Codes[i]] = SnakeCase<Cause>.Text(cause);
        }

        return causes;
    }

    private static List<StandOutEntry>? StandOuts(DemoRandom random, bool missed)
    {
        if (!random.Chance(0.05)) return null;
        if (missed && random.Chance(0.4))
            return [new StandOutEntry(SnakeCase<StandOutKind>.Text(StandOutKind.OwnedMistake), DemoPhrases.OwnedMistake)];
        var all = new List<StandOutEntry>(2);
        do
        {
            var (kind, note) = random.Pick(DemoPhrases.StandOuts);
            all.Add(new StandOutEntry(SnakeCase<StandOutKind>.Text(kind), note));
        }
        while (all.Count < 2 && random.Chance(0.08));
        return all;
    }

    private static int Csat(DemoRandom random, int missed) => 1 + random.Weighted(missed == 0 ? [1, 2, 9, 38, 50] : [14, 24, 30, 22, 10]);

    private static string OutcomeOf(DemoRandom random) => SnakeCase<Outcome>.Text(random.Unit() switch
    {
        < 0.06 => Outcome.Referred,
        < 0.072 => Outcome.Abandoned,
        < 0.076 => Outcome.CustomerConduct,
        _ => Outcome.Served,
    });
}
