using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Overview;

/// <summary>
/// What a manager can say after ten seconds of one basic, one channel or one site: at which level it is and which was usual, since when,
/// where, and after what. Of what was not compared nothing is claimed, and never why.
/// </summary>
public sealed record LevelStory
{
    /// <summary>What it is about, such as "Next step explained" or "All basics".</summary>
    public required string Subject { get; init; }

    /// <summary>Names of the site and channel that alone are shown.</summary>
    public string? Site { get; init; }

    public string? Channel { get; init; }

    /// <summary>What matters most about it, people left out; null where nothing stands out.</summary>
    public Concern? Concern { get; init; }

    /// <summary>The last weeks against those before; null where they cannot be compared.</summary>
    public RateShift? Shift { get; init; }

    /// <summary>It is met more often than before, beyond chance.</summary>
    public bool Rose { get; init; }

    /// <summary>Channels that are shown together.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Flags about people are told beside it.</summary>
    public bool HasPeople { get; init; }

    /// <summary>Weeks with interactions among those that are looked at.</summary>
    public int Weeks { get; init; }

    /// <summary>The level of the last weeks.</summary>
    public RateLevel? Now { get; init; }

    /// <summary>What was recorded shortly before it began.</summary>
    public RecordedChange? After { get; init; }

    /// <summary>The sentence.</summary>
    public string Sentence => Concern is { } concern ? Of(concern)
        : Shift is null ? NotCompared
        : Rose ? $"{Subject}{At(Site, Channel)} {Stands(Subject)} {PercentText.Of(Shift.Now)} "
            + $"where {PercentText.Of(Shift.Before)} was usual, {Since(Shift.Since.Monday)}{Comes}: more often than before."
        : $"{Subject}{At(Site, Channel)} {Is} as usual: {Levels(Shift.Now, Shift.Before)}. "
            + (HasPeople ? "No place and no hour stands out; people do, see below." : "Nothing about it stands out beyond chance.");

    private string NotCompared
    {
        get
        {
            const int Needed = MinimumSample.Weeks + RateShift.WeeksNow;
            var why = Weeks < Needed ? $"{Needed} weeks are needed, {Weeks} {(Weeks == 1 ? "is" : "are")} there."
                : Now is { IsEnough: true } ? $"what is usual is learnt anew, which takes {MinimumSample.Weeks} weeks."
                : $"{MinimumSample.Default} interactions in {RateShift.WeeksNow} weeks are needed.";
            return Now?.Rate is { } rate
                ? $"{Subject}{At(Site, Channel)} {Stands(Subject)} {PercentText.Of(rate)} of {Now.N}. "
                    + $"Whether that is usual cannot be told yet: {why}"
                : $"{Subject}{At(Site, Channel)}: too little yet. {char.ToUpperInvariant(why[0])}{why[1..]}";
        }
    }

    // "All basics are met in 84 %", "Next step explained is at 86 %".
    private static string Stands(string subject) => subject == Concern.Everything ? "are met in" : "is at";

    private string Is => Subject == Concern.Everything ? "are met" : "is";

    private string Comes => After is null ? "" : $", after {After.What} ({Concern.Day(After.Date)})";

    private string Of(Concern concern)
    {
        var subject = concern.Basic is null ? Subject : concern.Subject;
        if (concern is not { Now: { } now, Usual: { } usual } || concern.Kind is ConcernKind.Critical or ConcernKind.Erratic)
            return $"{concern.Sentence}{Comes}.";
        var (stands, since) = (Stands(subject), concern.Since is { } day ? $", {Since(day)}" : "");
        return concern.Kind switch
        {
            ConcernKind.Hours => $"{subject} {stands} {PercentText.Of(now)} {concern.Where} and {PercentText.Of(usual)} otherwise.",
            ConcernKind.Lower => $"{subject} {stands} {PercentText.Of(now)} {concern.Where}"
                + $" and {PercentText.Of(usual)} elsewhere{since}{Comes}.",
            _ => $"{subject} {stands} {PercentText.Of(now)} where {PercentText.Of(usual)} was usual{since}{Places(concern)}{Comes}.",
        };
    }

    private string Places(Concern concern)
    {
        var channel = concern.Channel ?? Channel;
        var where = At(concern.Site ?? Site, channel);
        return (where.Length > 0 ? "," : "") + where + (channel is null && Channels > 1 ? ", all channels together" : "");
    }

    private static string At(string? site, string? channel) => (channel, site) switch
    {
        ({ } c, { } s) => $" at {s} on {c}",
        ({ } c, null) => $" on {c}",
        (null, { } s) => $" at {s}",
        _ => "",
    };

    private static string Levels(double now, double before) =>
        $"{PercentText.Of(now)} in the last {RateShift.WeeksNow} weeks, "
        + $"{PercentText.Of(before)} in up to {RateShift.MostWeeksBefore} before";

    private static string Since(DateOnly day) => $"since week {IsoWeek.Of(day).Number}";
}
