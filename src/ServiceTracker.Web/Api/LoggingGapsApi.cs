using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Statistics.Intervals;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Each person's quick logs against their own full checks.</summary>
public static class LoggingGapsApi
{
    public static void Map(RouteGroupBuilder everybody) =>
        everybody.MapGet("logging", Get).WithName("GetLoggingGaps")
            .WithSummary("Compare quick logs with full checks, by person").WithDescription(
                "By person, and by person and channel. named: the quick logs flatter by more than chance explains, as far as full checks " +
                "that were drawn tell, with everybody who is looked at taken into account (Holm, under 0.01). A rate is null below the " +
                "minimum of interactions.");

    /// <summary>One kind of log.</summary>
    public sealed record LogsView(long Interactions, long AllBasicsMet, double? Rate, double? WilsonLow, double? WilsonHigh);

    /// <summary>One person on one channel; on all of them where channel is null.</summary>
    /// <param name="Difference">Share of quick logs with all basics met less that of full checks; null where one is missing.</param>
    /// <param name="AdjustedP">Of the person on all channels.</param>
    /// <param name="Named">Of the person on all channels.</param>
    public sealed record LoggingGapView(
        string Staff, string? Channel, LogsView Full, LogsView Quick, double? Difference, double PValue, double? AdjustedP, bool? Named,
        string Sentence);

    private static async Task<Results<Ok<ItemList<LoggingGapView>>, ProblemHttpResult>> Get(
        HttpContext context, LoggingQuery query, MasterDataReader masterData, DateOnly? from, DateOnly? to, string? site, string? staff,
        string? channel, string? after, int? limit)
    {
        var filter = new FigureFilter { From = from, To = to, Site = site, Staff = staff, Channel = channel };
        var result = await query.RunAsync(context.Actor(), filter, context.RequestAborted);
        if (result is not Result<IReadOnlyList<PersonLogging>>.Ok { Value: var people }) return Problems.From(result);
        var master = await masterData.GetAsync(context.RequestAborted);
        var lines = people.SelectMany(p => Lines(p, master)).OrderBy(l => Key(l), StringComparer.Ordinal).ToList();
        return Pages.Of(context, lines, Key, after, limit);
    }

    private static string Key(LoggingGapView line) => $"{line.Staff} {line.Channel}";

    private static IEnumerable<LoggingGapView> Lines(PersonLogging person, MasterData master)
    {
        var code = master.Staff[person.StaffId].Code;
        return person.Channels.Select(c => View(code, master.Channels[c.Key].Code, c.Value, null, null))
            .Prepend(View(code, null, person.Gap, person.AdjustedPValue, person.IsNamed));
    }

    private static LoggingGapView View(string staff, string? channel, LoggingGap gap, double? adjusted, bool? named) => new(
        staff, channel, View(gap.Full, gap.FullMet), View(gap.Quick, gap.QuickMet), gap.Difference, gap.PValue, adjusted, named,
        gap.Sentence);

    private static LogsView View(long n, long met)
    {
        if (n < MinimumSample.Default) return new LogsView(n, met, null, null, null);
        var interval = WilsonInterval.Of(met, n);
        return new LogsView(n, met, (double)met / n, interval.Low, interval.High);
    }
}
