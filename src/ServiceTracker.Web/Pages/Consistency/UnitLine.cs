using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>One line of a table of figures: whose, and where each number leads.</summary>
/// <param name="Figures">The week's figures and chart.</param>
/// <param name="Master">Names of what the unit refers to.</param>
/// <param name="Site">The site shown or the site of the line, or null for all.</param>
/// <param name="Week">The week shown.</param>
public sealed record UnitLine(UnitWeek Figures, MasterData Master, Site? Site, IsoWeek Week)
{
    public StaffMember? Person => Master.Staff.Find(Figures.Unit.StaffId);
    public Channel? Channel => Master.Channels.Find(Figures.Unit.ChannelId);

    /// <summary>The basic that alone is counted; null: all of them together.</summary>
    public Expectation? Basic { get; init; }

    /// <summary>The person, the channel or both; of a basic its question before it.</summary>
    public string Name => (Basic, Person, Channel) switch
    {
        ({ } b, null, null) => b.Question,
        ({ } b, _, _) => $"{b.Question} · {(this with { Basic = null }).Name}",
        (_, { } p, { } c) => $"{p.Name} · {c.Name}",
        (_, { } p, null) => p.Name,
        (_, null, { } c) => c.Name,
        _ => Site?.Name ?? "All sites",
    };

    /// <inheritdoc cref="InteractionFilter.AnyMissed"/>
    internal const string AnyMissed = InteractionFilter.AnyMissed;

    // What is in the figures: excluded ones and further evidence on the same contact are listed elsewhere.
    private static readonly (string Name, string? Value) Counted = ("state", SnakeCase<InteractionState>.Text(InteractionState.Counted));

    /// <summary>Enough interactions for a rate.</summary>
    public bool IsEnough => Figures.Tally.Scored >= MinimumSample.Default;

    public string Rate => Percent(Figures.Tally.Rate);

    public string Interval => Figures.Tally.Interval is { } i ? $"{Percent(i.Low)}–{Percent(i.High)}" : "";

    public string MeanScore => Figures.Tally.MeanScore?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Name of the class in the sprite and in CSV.</summary>
    public string? ClassKey => Figures.Standing is { } s ? SnakeCase<ConsistencyClass>.Text(s.Class) : null;

    /// <summary>There was enough for a class.</summary>
    public bool IsJudged => Figures.Standing is { Class: not ConsistencyClass.NotEnoughYet };

    /// <summary>Other than usual: an open flag says so.</summary>
    public bool Speaks => Figures.Standing is { Signal: not Signal.None };

    /// <summary>As usual: what a small screen shows in short.</summary>
    public bool IsUsual => Figures.Standing?.Class is ConsistencyClass.Reliable or ConsistencyClass.SteadyBelow;

    /// <summary>How the range of the chart was made.</summary>
    public string HowMade => Figures.Chart is { HasRange: true } chart
        ? $"{(chart.Kind == ChartKind.PPrime ? "p′ chart (weeks differ by more than chance)" : "p chart")}: " +
            $"mean and limits, three standard errors of each week's own number, "
          + $"from the weeks up to {chart.Points[chart.ReferenceWeeks - 1].Week}; later ones are judged by them."
        : $"No range yet: {MinimumSample.Weeks} weeks with interactions are needed.";

    /// <summary>The class in words; null where the line has none.</summary>
    public string? ClassWords => Figures.Standing?.Word;

    /// <summary>Why the line has no class, where it has none.</summary>
    public string WhyNoClass => Person is null
        ? "Several sites together have no class: each is watched on its own."
        : "Whoever serves at several sites has a class at each of them.";

    /// <summary>The chart of this line.</summary>
    public string ChartHref => ChartOf(Site, Person, Channel, Week, Basic?.Code);

    /// <summary>The page of the person, where the line is of one on all channels.</summary>
    public string? PersonHref => Person is { } person && Channel is null ? PersonOf(person, Site) : null;

    /// <summary>The interactions behind the week's numbers.</summary>
    public string InteractionsHref => InteractionsOf(Week);

    /// <summary>The interactions of the week in which a basic was missed.</summary>
    public string MissedHref => Interactions(Site, Person, Channel, Week.Monday, Week.Sunday, Basic?.Code ?? AnyMissed);

    /// <summary>The interactions behind one week of the chart; of a basic those that missed it.</summary>
    public string InteractionsOf(IsoWeek week) => Interactions(Site, Person, Channel, week.Monday, week.Sunday, Basic?.Code);

    /// <summary>The chart of a unit, or of a basic there.</summary>
    internal static string ChartOf(Site? site, StaffMember? person, Channel? channel, IsoWeek week, string? basic = null) =>
        Query("/consistency/chart", site, person, channel, ("basic", basic), ("week", week.ToString()));

    /// <summary>The page of a person.</summary>
    /// <param name="person">Who.</param>
    /// <param name="site">At which site; null for the home site.</param>
    internal static string PersonOf(StaffMember person, Site? site) => Query("/person", site, null, null, ("code", person.Code));

    /// <summary>The list of the interactions that count.</summary>
    /// <param name="missed">Only those that missed this basic.</param>
    /// <param name="more">What narrows it further.</param>
    internal static string Interactions(
        Site? site, StaffMember? person, Channel? channel, DateOnly from, DateOnly to, string? missed = null,
        params (string Name, string? Value)[] more) =>
        Query(
            "/interactions", site, person, channel,
            [("from", Date(from)), ("to", Date(to)), ("missed", missed), .. more, Counted]);

    /// <summary>A rate as tables show it.</summary>
    internal static string Percent(double? rate) => rate is { } r ? (100 * r).ToString("0.0", CultureInfo.InvariantCulture) + "%" : "";

    private static string Query(
        string path, Site? site, StaffMember? person, Channel? channel, params (string Name, string? Value)[] more) =>
        QueryHelpers.AddQueryString(path,
        new (string Name, string? Value)[] { ("site", site?.Code), ("staff", person?.Code), ("channel", channel?.Code) }
            .Concat(more).Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value)));

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
