using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Recovery;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>How cases went.</summary>
public static class RecoverySummaryApi
{
    public static void Map(RouteGroupBuilder read) =>
        read.MapGet("/recoveries/summary", Get).WithTags("Recovery").WithName("GetRecoverySummary")
            .WithSummary("Sum up cases").WithDescription(
                "Of the cases whose customers began to wait in these days; the last ninety without a wish. judged are the closed ones, " +
                "but for those in which the customer was wrong; of these recovered are those in which the customer said so, or came " +
                "back to the site within sixty days (cameBack), with its rate and Wilson 95 % interval. Hours are medians, from when the " +
                "customer began to wait. recurring: the same cause behind three cases or more, with the changes of the process recorded " +
                "since.")
            .ProducesProblem(422);

    /// <summary>How cases went, as a whole and by what was asked.</summary>
    public sealed record RecoverySummaryView(
        DateOnly From, DateOnly To, RecoveryLineView Whole, ItemList<RecoveryLineView> Lines, ItemList<RecurringView> Recurring);

    /// <summary>How some cases went.</summary>
    /// <param name="Of">Code of the channel or site, or the cause; null for the whole, and where no cause was said.</param>
    /// <param name="Rate">Share of the judged ones that recovered, 0 to 1.</param>
    public sealed record RecoveryLineView(
        string? Of, int Cases, int Open, int Judged, int Recovered, int CameBack, double? Rate, double? WilsonLow, double? WilsonHigh,
        double? HoursToFirstReply, double? HoursToClose);

    /// <summary>The same cause behind several cases.</summary>
    /// <param name="Since">Business date of the first of them.</param>
    /// <param name="ProcessChanges">Ids of what was changed there since, oldest first.</param>
    public sealed record RecurringView(
        string Site, string Channel, string? Reason, [property: OneOf(typeof(Cause))] string Cause, int Cases, DateOnly Since,
        IReadOnlyList<Guid> ProcessChanges);

    private static async Task<Results<Ok<RecoverySummaryView>, ProblemHttpResult>> Get(
        HttpContext context, RecoverySummaryQuery query,
        [Description("channel without a wish."), OneOf(typeof(RecoverySummaryQuery), nameof(RecoverySummaryQuery.Ways))] string? by,
        string? site, [Description("Code of a channel.")] string? channel, [Description("First business date.")] DateOnly? from,
        [Description("Last business date.")] DateOnly? to)
    {
        var read = await query.RunAsync(
            context.Actor(), by, new RecoveryFilter { Site = site, Channel = channel }, from, to, context.RequestAborted);
        if (read is not Result<RecoverySummary>.Ok { Value: var s }) return Problems.From(read);
        return TypedResults.Ok(new RecoverySummaryView(
            s.From, s.To, View(null, s.Whole), new([.. s.Lines.Select(l => View(l.Of, l.Tally))], null),
            new(
                [
                    .. s.Recurring.Select(r => new RecurringView(
                        r.Site.Code, r.Channel.Code, r.Reason?.Code, SnakeCase<Cause>.Text(r.Cause), r.Count, r.Since,
                        [.. r.Changes.Select(c => c.Id)])),
                ], null)));
    }

    private static RecoveryLineView View(string? of, RecoveryTally t) => new(
        of, t.Cases, t.Open, t.Judged, t.Recovered, t.CameBack, t.Rate, t.Interval?.Low, t.Interval?.High, t.HoursToReply, t.HoursToClose);
}
