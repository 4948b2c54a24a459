using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Figures of consistency, charts and comparisons of stored data.</summary>
public static class ConsistencyApi
{
    public static void Map(RouteGroupBuilder read)
    {
        read = read.MapGroup("/consistency").WithTags("Consistency").ProducesProblem(422);
        read.MapGet("", Break).WithName("GetConsistency")
            .WithSummary("Break figures down").WithDescription(
                "How often every basic was met, by one to three of site, team, staff, channel, expectation, reason and hourOfWeek. " +
                "Below the "
                + "minimum of interactions rates are null.");
        read.MapGet("chart", Chart).WithName("GetConsistencyChart")
            .WithSummary("Chart a figure over time")
            .WithDescription("A control chart of stored data: points, centre, limits, signals, and what they say.");
        var everybody = read.MapGroup("").RequireAuthorization(nameof(Permission.SeesEverybody));
        everybody.MapGet("funnel", Funnel).WithName("GetConsistencyFunnel")
            .WithSummary("Compare against chance").WithDescription(
                "Each unit against the limits of chance at its own number of interactions. Nobody is ranked.");
        everybody.MapGet("variance", Variance).WithName("GetConsistencyVariance")
            .WithSummary("Split the variance").WithDescription(
                "Which share of the differences lies with people, channels and the system, and which is chance.");
        everybody.MapGet("falters", Falters).WithName("GetConsistencyFalters")
            .WithSummary("Find where it falters")
            .WithDescription("Roles and hours in which a basic is missed more often than elsewhere, beyond chance.");
        everybody.MapGet("agreement", Agreement).WithName("GetConsistencyAgreement")
            .WithSummary("Compare sources of evidence").WithDescription(
                "What different sources say about the same contacts, and quick logs against full checks.");
        LoggingGapsApi.Map(everybody);
    }

    /// <summary>Figures of one line. Counts are always there; a rate, its interval, the mean and the spread are null below the minimum of
    /// interactions.</summary>
    /// <param name="Expectation">On the line of a basic, interactions and scored are those in which it was applicable, and allBasicsMet
    /// those in which it was met.</param>
    /// <param name="HourOfWeek">0 (Monday 00:00) to 167: the weekday of the business date and the hour of the local clock.</param>
    /// <param name="Class">reliable, steady_below, slipping, erratic, improving or not_enough_yet; null where the line is no
    /// unit that is watched: several sites together, a team, a basic, a reason or an hour; and of others for staff.</param>
    /// <param name="Because">The class in one sentence.</param>
    public sealed record FigureView(
        string? Site, string? Team, string? Staff, string? Channel, string? Expectation, string? Reason, int? HourOfWeek,
        long Interactions, long Scored, long AllBasicsMet, double? Rate, double? WilsonLow, double? WilsonHigh, double? MeanBasicsScore,
        double? SdBasicsScore,
        long? CriticalMissed, long? StandOuts, long? StandOutsOnBasics, long? Held, long? Excused, long? Excluded,
        [property: OneOf(typeof(ConsistencyClass))] string? Class, string? Because);

    /// <summary>The lines of a breakdown.</summary>
    /// <param name="NotShown">To staff that ask about others: what may have been left out, in words, always the same. Null for everybody
    /// else.</param>
    public sealed record FigureList(IReadOnlyList<FigureView> Items, string? Next, string? NotShown);

    /// <summary>A chart of stored data.</summary>
    /// <param name="NotShown">To staff that ask about others: what may have been left out, in words, always the same. Null for everybody
    /// else.</param>
    public sealed record StoredChartView(string Measure, string Period, ChartsApi.ChartView Chart, string? NotShown);

    /// <summary>One unit of a funnel. It is compared, never ranked.</summary>
    public sealed record FunnelLineView(
        string Code, long N, long Met, double? Rate, double? Expected, double? Low, double? High, double? Shrunken, bool Outside,
        bool Named, string Sentence);

    /// <summary>A funnel.</summary>
    /// <param name="Spread">Standard deviation of people's own rates; null for channels and sites.</param>
    public sealed record FunnelView(string By, double? Centre, double? Spread, IReadOnlyList<FunnelLineView> Items);

    /// <summary>A share of the variance, 0 to 1.</summary>
    /// <param name="Share">0 unless the data support more.</param>
    /// <param name="Estimate">Before asking whether the data support it.</param>
    public sealed record ShareView(double Share, double Estimate, double PValue);

    /// <summary>What makes interactions differ. The shares sum to 1; all are null when there is too little to tell.</summary>
    public sealed record VarianceView(
        long Interactions, ShareView? Person, ShareView? Channel, ShareView? System, double? Chance, string Sentence,
        IReadOnlyList<ChannelGapView> ChannelGaps);

    /// <summary>One channel against the others.</summary>
    public sealed record ChannelGapView(
        string Channel, long Scored, long AllBasicsMet, double? Difference, double PValue, double AdjustedP, bool WithinPeople,
        string Sentence);

    /// <summary>A role and hour in which a basic falters.</summary>
    public sealed record FalterView(
        string Role, int Hour, string Expectation, long Applicable, long Met, double Rate, double Expected, double PValue, double AdjustedP,
        string Sentence);

    /// <summary>Two sources of evidence on the same contacts.</summary>
    public sealed record EvidenceView(
        long Pairs, double Agreement, double Difference, double McNemarP, double? Ac1, double? Kappa, string Sentence);

    /// <summary>Quick logs against full checks.</summary>
    public sealed record LoggingView(
        long Full, long FullMet, long Quick, long QuickMet, double? Difference, double PValue, bool StraightLined, string Sentence);

    /// <summary>Sources of evidence compared.</summary>
    public sealed record AgreementView(
        int Pairs, EvidenceView? AllBasics, IReadOnlyDictionary<string, EvidenceView> Expectations, LoggingView Logging);

    private static async Task<Results<Ok<FigureList>, ProblemHttpResult>> Break(
        HttpContext context, BreakdownQuery query, MasterDataReader master,
        [Description(
            "One to three of site, team, staff, channel, expectation, reason and hourOfWeek, with commas between; site where absent.")]
        string? by,
        DateOnly? from, DateOnly? to, string? site, string? staff, string? channel)
    {
        var parts = Breakdown.None;
        foreach (var name in (by ?? "site").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryPart(name, out var part) || parts.HasFlag(part))
            {
                var names = string.Join(", ", Breakdowns.OfTables.Select(NameOf));
                return Problems.Validation([new("$.by", FieldError.Invalid, $"“{name}” is none of, or is twice among: {names}.")]);
            }

            parts |= part;
        }

        var result = await query.RunAsync(context.Actor(), parts, Filter(from, to, site, staff, channel), context.RequestAborted);
        if (result is not Result<IReadOnlyList<BreakdownLine>>.Ok done) return Problems.From(result);
        var data = await master.GetAsync(context.RequestAborted);
        return TypedResults
            .Ok(new FigureList([.. done.Value.Select(l => View(l, data))], null, NotShown(context, staff, parts.HasFlag(Breakdown.Staff))));
    }

    private static async Task<Results<Ok<StoredChartView>, ProblemHttpResult>> Chart(
        HttpContext context, ControlChartQuery query,
        [Description("allBasicsMet (where absent), basicsScore, or expectation: and the code of one.")] string? measure,
        [Description("How long a point is; week where absent."),
        OneOf(typeof(ControlChartQuery), nameof(ControlChartQuery.Periods))] string? period,
        DateOnly? from, DateOnly? to, string? site, string? staff, string? channel,
        [Description("The set of run rules; the first where absent."), OneOf(typeof(ChartsApi), nameof(ChartsApi.RuleNames))] string? rules)
    {
        var result = await query.RunAsync(
            context.Actor(), measure, period, Filter(from, to, site, staff, channel), rules, context.RequestAborted);
        return result is Result<StoredChart>.Ok { Value: var chart }
            ? TypedResults.Ok(new StoredChartView(chart.Measure, chart.Period, ChartsApi.View(chart.Analysis), NotShown(context, staff)))
            : Problems.From(result);
    }

    private static async Task<Results<Ok<FunnelView>, ProblemHttpResult>> Funnel(
        HttpContext context, FunnelQuery query, [Description("staff (where absent), channel or site.")] string? by,
        DateOnly? from, DateOnly? to, string? site, string? staff, string? channel)
    {
        if (!TryPart(by ?? "staff", out var part)) return Problems.Validation([new("$.by", FieldError.Invalid, "staff, channel or site.")]);
        var result = await query.RunAsync(context.Actor(), part, Filter(from, to, site, staff, channel), context.RequestAborted);
        if (result is not Result<FunnelFigures>.Ok { Value: var funnel }) return Problems.From(result);
        return TypedResults.Ok(new FunnelView(NameOf(part), funnel.Centre, funnel.Spread,
        [
            .. funnel.Lines.Select(l => new FunnelLineView(
                l.Code, l.N, l.K, l.Rate, l.Expected, l.Limits?.Lower, l.Limits?.Upper, l.ShrunkenRate, l.IsOutside,
                l.IsNamed, l.Sentence)),
        ]));
    }

    private static async Task<Results<Ok<VarianceView>, ProblemHttpResult>> Variance(
        HttpContext context, VarianceQuery query, ChannelGapsQuery channelGaps,
        [Description("What is compared; allBasicsMet where absent."),
        OneOf(typeof(ControlChartQuery), nameof(ControlChartQuery.WholeMeasures))] string? measure,
        DateOnly? from, DateOnly? to, string? site, string? channel)
    {
        if (measure is not (null or ControlChartQuery.AllBasicsMet or ControlChartQuery.BasicsScore))
            return Problems.Validation(
                [new("$.measure", FieldError.Invalid, $"{ControlChartQuery.AllBasicsMet} or {ControlChartQuery.BasicsScore}.")]);
        var filter = Filter(from, to, site, null, channel);
        var result = await query.RunAsync(context.Actor(), measure == ControlChartQuery.BasicsScore, filter, context.RequestAborted);
        if (result is not Result<VarianceFigures>.Ok { Value: var found }) return Problems.From(result);
        var gaps = await channelGaps.RunAsync(context.Actor(), filter, context.RequestAborted);
        if (gaps is not Result<IReadOnlyList<ChannelGap>>.Ok { Value: var channels }) return Problems.From(gaps);
        return TypedResults.Ok(new VarianceView(
            found.Interactions, View(found.Shares?.Person), View(found.Shares?.Channel), View(found.Shares?.System), found.Shares?.Chance,
            found.Shares?.Sentence ?? "Not enough yet to tell differences from chance.",
            [.. channels.Select(g =>
                new ChannelGapView(g.Channel, g.N, g.K, g.Difference, g.PValue, g.AdjustedP, g.IsWithinPeople, g.Sentence))]));
    }

    private static async Task<Results<Ok<ItemList<FalterView>>, ProblemHttpResult>> Falters(
        HttpContext context, FaltersQuery query, DateOnly? from, DateOnly? to, string? site, string? staff, string? channel)
    {
        var result = await query.RunAsync(context.Actor(), Filter(from, to, site, staff, channel), context.RequestAborted);
        if (result is not Result<FalteringCells>.Ok { Value.Found: var cells }) return Problems.From(result);
        return TypedResults.Ok(new ItemList<FalterView>([.. cells.Select(View)], null));

        static FalterView View(FalteringCell c) => new(
            c.Cell.Role, c.Cell.Hour, c.Cell.Expectation, c.Cell.Applicable, c.Cell.Met,
            c.Rate, c.Expected, c.PValue, c.AdjustedP, c.Sentence);
    }

    private static async Task<Results<Ok<AgreementView>, ProblemHttpResult>> Agreement(
        HttpContext context, AgreementQuery query, DateOnly? from, DateOnly? to, string? site, string? staff, string? channel)
    {
        var result = await query.RunAsync(context.Actor(), Filter(from, to, site, staff, channel), context.RequestAborted);
        if (result is not Result<AgreementFigures>.Ok { Value: var found }) return Problems.From(result);
        var l = found.Logging;
        return TypedResults.Ok(new AgreementView(
            found.Pairs, found.AllBasics is { } all ? View(all) : null, found.Basics.ToDictionary(b => b.Key, b => View(b.Value)),
            new LoggingView(l.Full, l.FullMet, l.Quick, l.QuickMet, l.Difference, l.PValue, l.IsStraightLined, l.Sentence)));
    }

    // An answer that names a staff account's person is about that person alone.
    private static string? NotShown(HttpContext context, string? staff, bool byStaff = false) =>
        context.Actor().SeesEverybody || staff is not null || byStaff ? null : FiguresOfOthers.NotShown;

    private static FigureFilter Filter(DateOnly? from, DateOnly? to, string? site, string? staff, string? channel) =>
        new() { From = from, To = to, Site = site, Staff = staff, Channel = channel };

    private static EvidenceView View(EvidenceGap g) =>
        new(g.Table.Items, g.Table.PercentAgreement, g.Difference, g.PValue, g.Ac1, g.Kappa, g.Sentence);

    private static ShareView? View(VarianceShare? share) => share is { } s ? new ShareView(s.Share, s.Estimate, s.PValue) : null;

    private static FigureView View(BreakdownLine l, Application.Organisation.MasterData master)
    {
        var site = l.Unit.SiteId is { } s ? master.Sites[s].Code : null;
        var team = l.Unit.SiteId is { } at ? master.Team(at, l.Unit.TeamId)?.Code : null;
        var (n, k, interval) = l.Basic is { } basic
            ? (basic.Applicable, basic.Met, basic.Interval) : (l.Tally!.Scored, l.Tally.AllBasicsMet, l.Tally.Interval);
        var enough = n >= MinimumSample.Default;
        var t = l.Tally;
        return new FigureView(
            site, team, master.Staff.Find(l.Unit.StaffId)?.Code, master.Channels.Find(l.Unit.ChannelId)?.Code, l.Expectation,
            master.Reasons.Find(l.ReasonId)?.Code, l.HourOfWeek,
            t?.Interactions ?? n, n, k, enough ? (double)k / n : null, enough ? interval?.Low : null, enough ? interval?.High : null,
            enough ? t?.MeanScore : null, enough ? t?.ScoreStandardDeviation : null,
            t?.CriticalMissed, t?.StandOuts, t?.StandOutsOnBasics, t?.Held, t?.Excused, t?.Excluded,
            l.Standing is { } v ? SnakeCase<ConsistencyClass>.Text(v.Class) : null, l.Standing?.Sentence);
    }

    private static bool TryPart(string name, out Breakdown part)
    {
        part = Breakdowns.OfTables.FirstOrDefault(p => NameOf(p) == name);
        return part != Breakdown.None;
    }

    private static string NameOf(Breakdown part) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(part.ToString());
}
