using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Correcting interactions, and what was done to them.</summary>
public static class CorrectionsApi
{
    private const string Path = "/interactions";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        write.MapGroup(Path).WithTags("Interactions").RequireAuthorization(nameof(Permission.Logs))
            .MapPatch("{id:guid}", Correct).WithName("CorrectInteraction")
            .WithSummary("Correct an interaction").WithDescription(
                "By who logged it until the end of its business day, by a manager at any time. What is absent stays; it is scored by the " +
                "baseline that it had, and every figure follows. excluded leaves it out of all figures. customer_conduct is a proposal, " +
                "and the interaction counts, until a manager excludes it as such who neither recorded it nor is the person.")
            .Accepts<InteractionCorrection>("application/json").GivesEntityTag()
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(428);
        read.MapGroup(Path).WithTags("Interactions").MapGet("{id:guid}/history", History).WithName("GetInteractionHistory")
            .WithSummary("Read what was done to an interaction").WithDescription(
                "Every correction, exclusion, dispute and ruling, the first one first: who, when, why, what it said before and since. " +
                "Empty where nothing was changed.")
            .ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>One change of an interaction.</summary>
    /// <param name="By">The name of who did it.</param>
    public sealed record ChangeView(
        DateTimeOffset At, string By, [property: OneOf(typeof(RevisionKind))] string Change, string Reason, FactsView Before,
        FactsView After);

    /// <summary>What an interaction said at one time, of all that can be changed.</summary>
    public sealed record FactsView(
        string Site, string? Staff, string? Team, string Channel, DateTimeOffset OccurredAt,
        [property: OneOf(typeof(Outcome))] string Outcome, string? Note, [property: OneOf(typeof(InteractionState))] string State,
        [property: OneOf(typeof(ExclusionGround))] string? ExcludedAs, ObservationsView Observations,
        [property: OneOf(typeof(Cause))] IReadOnlyDictionary<string, string> Causes);

    private static async Task<Results<Ok<InteractionsApi.InteractionView>, ProblemHttpResult>> Correct(
        HttpContext context, Guid id, [Description("Code of its site.")] string? site, JsonBody<InteractionCorrection> body,
        CorrectInteraction correct, InteractionDetailsQuery query)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
            return Problems.NoPrecondition("Read the interaction, then send its ETag as If-Match.");
        var actor = context.Actor();
        var stored = await query.FindAsync(actor, id, site, context.RequestAborted);
        if (stored is not Result<InteractionDetails>.Ok { Value: var found }) return Problems.From(stored);
        var done = await correct.RunAsync(
            actor, found.Site.Id, id, body.Value, EntityTags.Expected(context, found.Interaction.Version), context.RequestAborted);
        return done is Result<Site>.Ok { Value: var at } ? await InteractionsApi.GiveAsync(context, id, at, query) : Problems.From(done);
    }

    private static async Task<Results<Ok<ItemList<ChangeView>>, ProblemHttpResult>> History(
        HttpContext context, Guid id, [Description("Code of its site.")] string? site, InteractionDetailsQuery interactions,
        InteractionHistoryQuery query, string? after, int? limit)
    {
        var actor = context.Actor();
        var stored = await interactions.FindAsync(actor, id, site, context.RequestAborted);
        if (stored is not Result<InteractionDetails>.Ok { Value: var found }) return Problems.From(stored);
        var read = await query.RunAsync(actor, found.Site.Id, id, after, limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (read is not Result<ListPage<InteractionStep>>.Ok { Value: var page }) return Problems.From(read);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<ChangeView>([.. page.Items.Select(s => View(s, found))], next));
    }

    private static ChangeView View(InteractionStep step, InteractionDetails details) => new(
        new DateTimeOffset(DateTime.SpecifyKind(step.Revision.At, DateTimeKind.Utc)), step.Revision.ByName,
        Domain.SnakeCase<RevisionKind>.Text(step.Revision.Kind), step.Revision.Reason, View(step.Before, details),
        View(step.After, details));

    private static FactsView View(InteractionFacts f, InteractionDetails details) => new(
        f.Site, f.Staff, f.Team, f.Channel, f.OccurredAt, f.Outcome, f.Note, f.State, f.ExcludedAs,
        new ObservationsView(f.Answers(details.Baseline.Number), details.Baseline), f.Causes);
}
