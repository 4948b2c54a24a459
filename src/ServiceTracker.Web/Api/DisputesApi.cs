using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Disputes;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Disputes about misses, and rulings on them.</summary>
public static class DisputesApi
{
    private const string Path = "/disputes", OfInteractions = "/interactions";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup(Path).WithTags("Disputes");
        write = write.MapGroup(OfInteractions).WithTags("Disputes");
        write.MapPost("{id:guid}/disputes", Raise).WithName("DisputeMiss")
            .WithSummary("Dispute a miss").WithDescription(
                "By the person it is about, or by an administrator on their behalf. Until it is ruled on, the miss is held: not " +
                "applicable " +
                "in the person's figures and detectors, and a miss in those of the site, the channel and the basic.")
            .Accepts<DisputeInput>("application/json").GivesEntityTag().ProducesProblem(404).ProducesProblem(409);
        write.MapPost("{id:guid}/rulings", Rule).WithName("RuleOnDispute").RequireAuthorization(nameof(Permission.Reviews))
            .WithSummary("Rule on a dispute").WithDescription(
                "By a manager who did not record the miss and whom it is not about; what another system sent has no recorder. stands: it " +
                "is the person's. excused (by process, customer or outage): it stays out of the person's figures, and a miss of the " +
                "process. A ruling is final.")
            .Accepts<RulingInput>("application/json").GivesEntityTag().ProducesProblem(404).ProducesProblem(409);
        read.MapGet("", List).WithName("ListDisputes")
            .WithSummary("List disputes").WithDescription(
                "Open ones, the oldest first; with all the latest first. Staff tokens see those about interactions that they see.")
            .ProducesProblem(422);
        read.MapGet("summary", Summary).WithName("GetDisputeSummary").RequireAuthorization(nameof(Permission.Reviews))
            .WithSummary("Read how disputes went").WithDescription(
                "By who ruled on them (null: nobody yet) and by basic, A to Z: disputed, overturned, and how many days they were open. " +
                "What a correction overtook is not counted.");
    }

    /// <summary>A dispute about one missed basic of one interaction.</summary>
    /// <param name="Interaction">Id of the interaction.</param>
    /// <param name="By">The name of who disputes.</param>
    /// <param name="OnBehalf">An administrator disputes for the person.</param>
    /// <param name="Cause">What got in the way, as it was said with the miss or ruled.</param>
    /// <param name="DaysOpen">How long it was open, or has been so far.</param>
    /// <param name="MayRule">Whether you may rule on it.</param>
    public sealed record DisputeView(
        Guid Id, Guid Interaction, string Site, string? Staff, string Channel, string Expectation,
        [property: OneOf(typeof(DisputeStatus))] string Status, string Reason, DateTimeOffset At, string By, bool OnBehalf,
        [property: OneOf(typeof(Cause))] string? Cause, double DaysOpen, bool MayRule, RulingView? Ruling, DisputeLinksView Links);

    /// <summary>What was ruled.</summary>
    /// <param name="By">The name of who ruled.</param>
    public sealed record RulingView(
        [property: OneOf(typeof(Ruling))] string Ruling, [property: OneOf(typeof(Cause))] string? Cause, string Reason, DateTimeOffset At,
        string By);

    /// <summary>Where more about a dispute stands.</summary>
    public sealed record DisputeLinksView(string Interaction, string Page);

    /// <summary>How disputes went.</summary>
    public sealed record SummaryView(ItemList<ReviewerView> ByReviewer, ItemList<DisputedBasicView> ByBasic);

    /// <summary>Disputes by who ruled.</summary>
    /// <param name="Reviewer">Name; null for those on which nobody has ruled.</param>
    /// <param name="Overturned">In which the miss was excused.</param>
    /// <param name="OverturnRate">0 to 1, of those that were ruled on; null where none was.</param>
    /// <param name="DaysOpen">Mean.</param>
    public sealed record ReviewerView(
        string? Reviewer, int Disputed, int Open, int Overturned, double? OverturnRate, double DaysOpen);

    /// <summary>Disputes by basic.</summary>
    /// <param name="Overturned">In which the miss was excused.</param>
    /// <param name="OverturnRate">0 to 1, of those that were ruled on; null where none was.</param>
    /// <param name="DaysOpen">Mean.</param>
    public sealed record DisputedBasicView(
        string Expectation, int Disputed, int Open, int Overturned, double? OverturnRate, double DaysOpen);

    private static async Task<Results<Ok<InteractionsApi.InteractionView>, ProblemHttpResult>> Raise(
        HttpContext context, Guid id, [Description("Code of its site.")] string? site, JsonBody<DisputeInput> body, RaiseDispute raise,
        InteractionDetailsQuery query)
    {
        var stored = await query.FindAsync(context.Actor(), id, site, context.RequestAborted);
        if (stored is not Result<InteractionDetails>.Ok { Value: var found }) return Problems.From(stored);
        var done = await raise.RunAsync(context.Actor(), found.Site.Id, id, body.Value, context.RequestAborted);
        return done is Result<Guid>.Ok ? await InteractionsApi.GiveAsync(context, id, found.Site, query) : Problems.From(done);
    }

    private static async Task<Results<Ok<InteractionsApi.InteractionView>, ProblemHttpResult>> Rule(
        HttpContext context, Guid id, [Description("Code of its site.")] string? site, JsonBody<RulingInput> body, RuleOnDispute rule,
        InteractionDetailsQuery query)
    {
        var stored = await query.FindAsync(context.Actor(), id, site, context.RequestAborted);
        if (stored is not Result<InteractionDetails>.Ok { Value: var found }) return Problems.From(stored);
        var done = await rule.RunAsync(context.Actor(), found.Site.Id, id, body.Value, context.RequestAborted);
        return done is Result<Guid>.Ok ? await InteractionsApi.GiveAsync(context, id, found.Site, query) : Problems.From(done);
    }

    private static async Task<Results<Ok<ItemList<DisputeView>>, ProblemHttpResult>> List(
        HttpContext context, DisputeListQuery query, TimeProvider clock,
        [Description("open without a wish."), OneOf(typeof(DisputeListQuery), nameof(DisputeListQuery.Statuses))] string? status,
        string? after, int? limit)
    {
        var found = await query.RunAsync(context.Actor(), status, after, limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (found is not Result<ListPage<DisputeDetails>>.Ok { Value: var page }) return Problems.From(found);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        var now = clock.GetUtcNow().UtcDateTime;
        return TypedResults.Ok(new ItemList<DisputeView>([.. page.Items.Select(d => View(d, now))], next));
    }

    private static async Task<Ok<SummaryView>> Summary(HttpContext context, DisputeSummaryQuery query)
    {
        var summary = await query.RunAsync(context.Actor(), context.RequestAborted);
        return TypedResults.Ok(new SummaryView(
            new(
                [
                    .. summary.ByReviewer.Select(l => new ReviewerView(
                        l.Of, l.Disputed, l.Open, l.Overturned, l.OverturnRate, l.DaysOpen)),
                ], null),
            new(
                [
                    .. summary.ByBasic.Select(
                        l => new DisputedBasicView(l.Of!, l.Disputed, l.Open, l.Overturned, l.OverturnRate, l.DaysOpen)),
                ], null)));
    }

    private static DisputeView View(DisputeDetails details, DateTime utcNow)
    {
        var d = details.Dispute;
        return new DisputeView(
            d.Id, d.InteractionId, details.Site.Code, details.Staff?.Code, details.Channel.Code, d.Expectation,
            SnakeCase<DisputeStatus>.Text(d.Status), d.Reason, Utc(d.At), d.ByName, d.OnBehalf, Word(details.Said),
            Math.Round(d.DaysOpen(utcNow), 1), details.MayRule,
            d is { RuledByName: { } by, RulingReason: { } why, EndedAt: { } at }
                ? new RulingView(SnakeCase<DisputeStatus>.Text(d.Status), Word(d.Cause), why, Utc(at), by) : null,
            new DisputeLinksView(
                $"{ApiEndpoints.BasePath}{OfInteractions}/{d.InteractionId}", $"{OfInteractions}/{d.InteractionId}"));
    }

    private static string? Word(Cause? cause) => cause is { } c ? SnakeCase<Cause>.Text(c) : null;

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
