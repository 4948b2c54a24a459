using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Recovery;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Cases: the work to turn bad experiences round.</summary>
public static class RecoveriesApi
{
    private const string Path = "/recoveries", NoSuchCase = "There is no such case.";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup(Path).WithTags("Recovery");
        write = write.MapGroup(Path).WithTags("Recovery").RequireAuthorization(nameof(Permission.Logs));
        read.MapGet("", List).WithName("ListRecoveries")
            .WithSummary("List cases").WithDescription(
                "By the day of the next step, so the longest overdue first; closed ones last. Staff tokens see the cases of customers " +
                "that their own person served, and those that they opened or own.")
            .ProducesProblem(422);
        read.MapGet("{id:guid}", Get).WithName("GetRecovery")
            .WithSummary("Read a case").WithDescription("With its history, and with what is missing before it can close.")
            .GivesEntityTag().ProducesProblem(404);
        write.MapPost("", Open).WithName("OpenRecovery")
            .WithSummary("Open a case").WithDescription(
                "By hand or from another program. An interaction gives what is left out. A case opens by itself, seconds after, for each " +
                "interaction of the last seven days whose reason is a complaint, or that the customer gave the mark 1 or 2. There is one " +
                "case for an interaction at most: 409 already_open.")
            .Accepts<RecoveryInput>("application/json").GivesEntityTag().ProducesProblem(409);
        write.MapPost("{id:guid}/transitions", Move).WithName("MoveRecovery")
            .WithSummary("Take a step of a case").WithDescription(
                "open → owned → explained → steps_told → follow_up → closed; steps may be left out where what they need is said, " +
                "follow_up may follow itself, and closed → owned opens it again. A case cannot close without words, cause and steps, and " +
                "unknown is no cause. Closed as customer_wrong, its interaction is proposed to leave the figures for the customer's " +
                "conduct; it counts until a manager who may judge it confirms that, which closing by such a manager does.")
            .Accepts<RecoveryTransitionInput>("application/json").GivesEntityTag().ProducesProblem(404).ProducesProblem(409);
    }

    /// <summary>A case.</summary>
    /// <param name="Interaction">Id of the interaction that it is about.</param>
    /// <param name="Staff">Who served the customer.</param>
    /// <param name="Customer">The customer's reference.</param>
    /// <param name="Reason">What the customer came about; null for a mark without a reason.</param>
    /// <param name="Ground">Why there is a case.</param>
    /// <param name="Since">When the customer began to wait: when the interaction occurred, or the case was opened.</param>
    /// <param name="OpenedBy">The name of who opened it; schedule for the program itself.</param>
    /// <param name="Cause">What got in the way.</param>
    /// <param name="Words">What the customer was told last.</param>
    /// <param name="Steps">What is being done about it.</param>
    /// <param name="Owner">The name of who owns it.</param>
    /// <param name="DueOn">Business date by which the next step is to be taken; null once closed.</param>
    /// <param name="RepliedAt">When the customer was told something for the first time.</param>
    public sealed record RecoveryView(
        Guid Id, Guid? Interaction, string Site, string Channel, string? Staff, string? Customer, string? Reason,
        [property: OneOf(typeof(RecoveryGround))] string Ground, DateTimeOffset Since, DateTimeOffset OpenedAt, string OpenedBy,
        [property: OneOf(typeof(RecoveryStatus))] string Status, [property: OneOf(typeof(Cause))] string? Cause, string? Words,
        string? Steps, string? Owner, DateOnly? DueOn, bool Overdue, DateTimeOffset? RepliedAt,
        [property: OneOf(typeof(RecoveryOutcome))] string? Outcome, DateTimeOffset? ClosedAt, int Version);

    /// <summary>A case with all that was done about it.</summary>
    /// <inheritdoc cref="RecoveryView"/>
    /// <param name="Missing">What must still be said before it can close; its outcome is said with the closing.</param>
    /// <param name="History">Every step, oldest first.</param>
    public sealed record RecoveryDetailsView(
        Guid Id, Guid? Interaction, string Site, string Channel, string? Staff, string? Customer, string? Reason,
        [property: OneOf(typeof(RecoveryGround))] string Ground, DateTimeOffset Since, DateTimeOffset OpenedAt, string OpenedBy,
        [property: OneOf(typeof(RecoveryStatus))] string Status, [property: OneOf(typeof(Cause))] string? Cause, string? Words,
        string? Steps, string? Owner, DateOnly? DueOn, bool Overdue, DateTimeOffset? RepliedAt,
        [property: OneOf(typeof(RecoveryOutcome))] string? Outcome, DateTimeOffset? ClosedAt, int Version,
        IReadOnlyList<string> Missing, IReadOnlyList<RecoveryEventView> History);

    /// <summary>A step of a case.</summary>
    /// <param name="By">The name of who took it.</param>
    /// <param name="Words">What the customer was told in it.</param>
    public sealed record RecoveryEventView(
        DateTimeOffset At, string By, [property: OneOf(typeof(RecoveryStatus))] string From,
        [property: OneOf(typeof(RecoveryStatus))] string To, string? Words, [property: OneOf(typeof(Cause))] string? Cause, string? Steps,
        DateOnly? DueOn, [property: OneOf(typeof(RecoveryOutcome))] string? Outcome);

    private static async Task<Results<Ok<ItemList<RecoveryView>>, ProblemHttpResult>> List(
        HttpContext context, RecoveryQuery query,
        [Description("open without a wish: whatever is not closed."),
            OneOf(typeof(RecoveryFilter), nameof(RecoveryFilter.Statuses))] string? status,
        string? site, [Description("Code of a channel.")] string? channel, string? after, int? limit)
    {
        var found = await query.PageAsync(
            context.Actor(), new RecoveryFilter { Status = status, Site = site, Channel = channel }, after,
            limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (found is not Result<ListPage<RecoveryDetails>>.Ok { Value: var page }) return Problems.From(found);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<RecoveryView>([.. page.Items.Select(View)], next));
    }

    private static async Task<Results<Ok<RecoveryDetailsView>, ProblemHttpResult>> Get(HttpContext context, Guid id, RecoveryQuery query) =>
        await query.FindAsync(context.Actor(), id, context.RequestAborted) is { } story
            ? TypedResults.Ok(Tagged(context, story)) : Problems.NotFound(NoSuchCase);

    private static async Task<Results<Created<RecoveryDetailsView>, ProblemHttpResult>> Open(
        HttpContext context, JsonBody<RecoveryInput> body, OpenRecovery open, RecoveryQuery query)
    {
        var made = await open.RunAsync(context.Actor(), body.Value, context.RequestAborted);
        if (made is not Result<RecoveryCase>.Ok { Value: var one }) return Problems.From(made);
        return await query.FindAsync(context.Actor(), one.Id, context.RequestAborted) is { } story
            ? TypedResults.Created($"{ApiEndpoints.BasePath}{Path}/{one.Id}", Tagged(context, story)) : Problems.NotFound(NoSuchCase);
    }

    private static async Task<Results<Ok<RecoveryDetailsView>, ProblemHttpResult>> Move(
        HttpContext context, Guid id, JsonBody<RecoveryTransitionInput> body, MoveRecovery move, RecoveryQuery query)
    {
        var actor = context.Actor();
        var version = EntityTags.Expected(context, await query.VersionAsync(actor, id, context.RequestAborted));
        var moved = await move.RunAsync(actor, id, body.Value, version, context.RequestAborted);
        if (moved is not Result<RecoveryCase>.Ok) return Problems.From(moved);
        return await query.FindAsync(actor, id, context.RequestAborted) is { } story
            ? TypedResults.Ok(Tagged(context, story)) : Problems.NotFound(NoSuchCase);
    }

    private static RecoveryDetailsView Tagged(HttpContext context, RecoveryStory story)
    {
        EntityTags.Set(context, story.Details.Case.Version);
        var v = View(story.Details);
        return new(
            v.Id, v.Interaction, v.Site, v.Channel, v.Staff, v.Customer, v.Reason, v.Ground, v.Since, v.OpenedAt, v.OpenedBy, v.Status,
            v.Cause, v.Words, v.Steps, v.Owner, v.DueOn, v.Overdue, v.RepliedAt, v.Outcome, v.ClosedAt, v.Version,
            [.. story.Details.Case.MissingToClose.Select(SnakeCase<RecoveryNeed>.Text)], [.. story.History.Select(View)]);
    }

    private static RecoveryView View(RecoveryDetails d)
    {
        var c = d.Case;
        return new(
            c.Id, c.InteractionId, d.Site.Code, d.Channel.Code, d.Staff?.Code, c.Customer, d.Reason?.Code,
            SnakeCase<RecoveryGround>.Text(c.Ground), Utc(c.Since), Utc(c.OpenedAt), c.OpenedByName,
            SnakeCase<RecoveryStatus>.Text(c.Status), Word(c.Cause), c.Words, c.Steps, c.OwnerName, c.DueOn, d.IsOverdue,
            c.RepliedAt is { } replied ? Utc(replied) : null, Word(c.Outcome), c.ClosedAt is { } closed ? Utc(closed) : null, c.Version);
    }

    private static RecoveryEventView View(RecoveryEvent e) => new(
        Utc(e.At), e.ByName, SnakeCase<RecoveryStatus>.Text(e.From), SnakeCase<RecoveryStatus>.Text(e.To), e.Words, Word(e.Cause), e.Steps,
        e.DueOn, Word(e.Outcome));

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } v ? SnakeCase<T>.Text(v) : null;

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
