using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>What customers' conduct did to service.</summary>
public static class SafetyApi
{
    public static void Map(RouteGroupBuilder read) =>
        read.MapGet("/safety", Get).WithTags("Safety").WithName("GetSafety").RequireAuthorization(nameof(Permission.SeesEverybody))
            .WithSummary("Read what customers' conduct did to service").WithDescription(
                "proposed: somebody says that the customer's conduct made service impossible; it counts as before. confirmed: a manager " +
                "agreed; it is in no other figure. referred: the customer was pointed to somebody who can help, which is a success. By " +
                "channel, by the hour of the site's clock, and by what got in the way of a missed basic (null: nothing was said; one " +
                "with several causes is in several lines).")
            .ProducesProblem(422);

    /// <summary>Counts, as a whole and by channel, hour and cause.</summary>
    public sealed record SafetyView(
        int Proposed, int Confirmed, int Referred, ItemList<ChannelLine> ByChannel, ItemList<HourLine> ByHour, ItemList<CauseLine> ByCause);

    /// <summary>Of one channel.</summary>
    public sealed record ChannelLine(string Channel, int Proposed, int Confirmed, int Referred);

    /// <summary>Of one hour of the site's clock, 0 to 23.</summary>
    public sealed record HourLine(int Hour, int Proposed, int Confirmed, int Referred);

    /// <summary>With one cause.</summary>
    public sealed record CauseLine([property: OneOf(typeof(Cause))] string? Cause, int Proposed, int Confirmed, int Referred);

    private static async Task<Results<Ok<SafetyView>, ProblemHttpResult>> Get(
        HttpContext context, SafetyQuery query, string? site, [Description("First business date.")] DateOnly? from,
        [Description("Last business date.")] DateOnly? to)
    {
        var read = await query.RunAsync(context.Actor(), site, from, to, context.RequestAborted);
        if (read is not Result<SafetyReport>.Ok { Value: var report }) return Problems.From(read);
        var whole = report.Whole;
        return TypedResults.Ok(new SafetyView(
            whole.Proposed, whole.Confirmed, whole.Referred,
            new([.. report.ByChannel.Select(l => new ChannelLine(l.Of.Code, l.Count.Proposed, l.Count.Confirmed, l.Count.Referred))], null),
            new([.. report.ByHour.Select(l => new HourLine(l.Of, l.Count.Proposed, l.Count.Confirmed, l.Count.Referred))], null),
            new(
                [
                    .. report.ByCause.Select(l => new CauseLine(
                        l.Of is { } cause ? SnakeCase<Cause>.Text(cause) : null, l.Count.Proposed, l.Count.Confirmed, l.Count.Referred)),
                ], null)));
    }
}
