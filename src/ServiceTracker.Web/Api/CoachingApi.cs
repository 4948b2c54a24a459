using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Flags.Coaching;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Conversations with people about how they work.</summary>
public static class CoachingApi
{
    private const string Path = "/coaching", NoSuch = "There is no such conversation.";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup(Path).WithTags("Flags");
        write = write.MapGroup(Path).WithTags("Flags").RequireAuthorization(nameof(Permission.WorksOnFlags));
        read.MapGet("", List).WithName("ListConversations")
            .WithSummary("List conversations").WithDescription(
                "The latest date first. The person sees those with them, without the private note; managers those of their sites; nobody " +
                "else sees any, and they are in no export.")
            .ProducesProblem(422);
        read.MapGet("{id:guid}", Get).WithName("GetConversation")
            .WithSummary("Read a conversation").WithDescription("The private note is there for managers alone, never for the person.")
            .GivesEntityTag().ProducesProblem(404);
        write.MapPost("", Record).WithName("RecordConversation")
            .WithSummary("Record a conversation").WithDescription("By a manager of the person; about flags about that person.")
            .Accepts<ConversationInput>("application/json").GivesEntityTag();
        write.MapPatch("{id:guid}", Change).WithName("ChangeConversation")
            .WithSummary("Change a conversation").WithDescription("What is absent stays. An empty private note takes it out.")
            .Accepts<ConversationPatch>("application/json").GivesEntityTag()
            .ProducesProblem(404).ProducesProblem(412).ProducesProblem(428);
    }

    /// <summary>A conversation with a person about how they work, and what was agreed.</summary>
    /// <param name="Date">Business date on which it was.</param>
    /// <param name="About">Ids of the flags it was about.</param>
    /// <param name="PrivateNote">For managers alone; null for the person.</param>
    /// <param name="By">The name of who recorded it.</param>
    public sealed record ConversationView(
        Guid Id, string? Staff, DateOnly Date, IReadOnlyList<Guid> About, string Observed, IReadOnlyList<AgreedStepView> Agreed,
        string? PrivateNote, DateTimeOffset At, string By, int Version);

    /// <summary>What was agreed.</summary>
    /// <param name="Until">By when; null where nothing was said.</param>
    public sealed record AgreedStepView(string Step, DateOnly? Until);

    private static async Task<Results<Ok<ItemList<ConversationView>>, ProblemHttpResult>> List(
        HttpContext context, ConversationQuery query, MasterDataReader master,
        [Description("Code of a staff member: only conversations with them.")] string? staff, string? after, int? limit)
    {
        var found = await query.PageAsync(context.Actor(), staff, after, limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (found is not Result<ListPage<Conversation>>.Ok { Value: var page }) return Problems.From(found);
        var data = await master.GetAsync(context.RequestAborted);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<ConversationView>([.. page.Items.Select(c => View(c, data))], next));
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Get(
        HttpContext context, Guid id, ConversationQuery query, MasterDataReader master) =>
        await query.FindAsync(context.Actor(), id, context.RequestAborted) is { } found
            ? TypedResults.Ok(Tagged(context, found, await master.GetAsync(context.RequestAborted))) : Problems.NotFound(NoSuch);

    private static async Task<Results<Created<ConversationView>, ProblemHttpResult>> Record(
        HttpContext context, JsonBody<ConversationInput> body, KeepConversation keep, MasterDataReader master)
    {
        var made = await keep.RecordAsync(context.Actor(), body.Value, context.RequestAborted);
        return made is Result<Conversation>.Ok(var conversation, _)
            ? TypedResults.Created(
                $"{ApiEndpoints.BasePath}{Path}/{conversation.Id}",
                Tagged(context, conversation, await master.GetAsync(context.RequestAborted)))
            : Problems.From(made);
    }

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Change(
        HttpContext context, Guid id, JsonBody<ConversationPatch> body, KeepConversation keep, ConversationQuery query,
        MasterDataReader master)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
            return Problems.NoPrecondition("Read the conversation, then send its ETag as If-Match.");
        var stored = await query.FindAsync(context.Actor(), id, context.RequestAborted);
        if (stored is null) return Problems.NotFound(NoSuch);
        var changed = await keep.ChangeAsync(
            context.Actor(), id, body.Value, EntityTags.Expected(context, stored.Version), context.RequestAborted);
        return changed is Result<Conversation>.Ok(var conversation, _)
            ? TypedResults.Ok(Tagged(context, conversation, await master.GetAsync(context.RequestAborted))) : Problems.From(changed);
    }

    private static ConversationView Tagged(HttpContext context, Conversation c, MasterData master)
    {
        EntityTags.Set(context, c.Version);
        return View(c, master);
    }

    private static ConversationView View(Conversation c, MasterData master) => new(
        c.Id, master.Staff.Find(c.StaffId)?.Code, c.Date, c.About, c.Observed,
        [.. c.Agreed.Select(a => new AgreedStepView(a.Step, a.Until))], c.PrivateNote,
        new DateTimeOffset(DateTime.SpecifyKind(c.At, DateTimeKind.Utc)), c.ByName, c.Version);
}
