using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>What a form asks before it asks a person.</summary>
public static class LoggingApi
{
    public static void Map(RouteGroupBuilder read) =>
        read.MapGet("/logging/next", Next).WithTags("Interactions").WithName("GetNextCheck").RequireAuthorization(nameof(Permission.Logs))
            .WithSummary("Ask whether the next log is a full check").WithDescription(
                "For a form in which a person logs: about one in eight of what somebody logs on a channel (a setting of the site) is " +
                "drawn as a full check, in which every basic is answered one by one. The draw stays the same until an entry answers it: " +
                "send the ticket with it (POST /interactions). An entry without a ticket is accepted, and what was drawn is still owed; " +
                "one that is undone is owed again.")
            .ProducesProblem(422);

    /// <summary>What is drawn for the next log.</summary>
    /// <param name="Check">quick: "all met", or what was missed; full: every basic one by one.</param>
    /// <param name="Ticket">Goes with the entry.</param>
    public sealed record NextView([property: OneOf(typeof(CheckKind))] string Check, string Ticket);

    private static async Task<Results<Ok<NextView>, ProblemHttpResult>> Next(
        HttpContext context, NextChecks checks, [Description("Code of the site.")] string? site,
        [Description("Code of the person who serves.")] string? staff, [Description("Code of the channel.")] string? channel)
    {
        var result = await checks.NextAsync(context.Actor(), site, staff, channel, context.RequestAborted);
        return result is Result<HandedTicket>.Ok { Value: var next }
            ? TypedResults.Ok(new NextView(SnakeCase<CheckKind>.Text(next.Check), next.Ticket)) : Problems.From(result);
    }
}
