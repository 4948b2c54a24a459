using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Flags;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Flags and the work on them; notes on the data.</summary>
public static class FlagsApi
{
    private const string Path = "/flags", NoSuchFlag = "There is no such flag.";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        var notes = read.MapGroup("/notes").WithTags("Flags").RequireAuthorization(nameof(Permission.WorksOnFlags));
        read = read.MapGroup(Path).WithTags("Flags");
        write = write.MapGroup(Path).WithTags("Flags").RequireAuthorization(nameof(Permission.WorksOnFlags));
        read.MapGet("", List).WithName("ListFlags")
            .WithSummary("List flags").WithDescription(
                "What is no longer as usual about a person, a channel or a site, the latest detected first. Staff tokens see what is " +
                "said about their own person. What is part of another flag is linked with that, and in the list of status=all.")
            .ProducesProblem(422);
        read.MapGet("{id:guid}", Get).WithName("GetFlag")
            .WithSummary("Read a flag")
            .WithDescription("With the figures by which it was raised, as they were then, and its history.")
            .GivesEntityTag().ProducesProblem(404);
        write.MapPost("{id:guid}/transitions", Move).WithName("MoveFlag")
            .WithSummary("Take a step of the work on a flag").WithDescription(
                "new → looking → acting → watching → closed; closed → looking opens it again. Whoever sees at once what it is need " +
                "not look first, and what needs no more work is closed from anywhere. acting needs a finding and an action, watching " +
                "a day to look again, closed a reason unless later data confirm. A note is only closed, which says that it was seen.")
            .Accepts<FlagTransitionInput>("application/json").GivesEntityTag().ProducesProblem(404).ProducesProblem(409);
        notes.MapGet("", ListNotes).WithName("ListNotes")
            .WithSummary("List notes on the data").WithDescription(
                "Where the data themselves are to be read with care, the latest first: nobody is to be talked to. channelGap: on this " +
                "channel the same people deliver less than elsewhere; evidenceGap: own logs say met more often than others saw; " +
                "loggingGap: quick logs look better than full checks, or nothing is logged on busy days. Looked for at the end of " +
                "each week, over eight weeks. For those who work on flags.")
            .ProducesProblem(422);
    }

    /// <summary>A flag, or a note on the data.</summary>
    /// <param name="Label">provisional, until there is enough to say what kind it is, or settled.</param>
    /// <param name="Staff">Whom it is about; null for a channel, or for the site as a whole.</param>
    /// <param name="Channel">The channel that shows it; null where all of them together do.</param>
    /// <param name="Expectation">The basic that it names.</param>
    /// <param name="DetectedAt">
    /// When the interaction occurred that completed it, also for imported history; of a comparison or a note the end of the last week it is
    /// about.
    /// </param>
    /// <param name="DetectedBy">Id of that interaction; null for a comparison or a note.</param>
    /// <param name="Finding">What it turned out to be.</param>
    /// <param name="Owner">Whose work it is.</param>
    /// <param name="Supported">Whether running the detectors again over what is stored now still gives it.</param>
    /// <param name="Linked">Ids of the flag that it is part of, and of those that are part of it.</param>
    /// <param name="Sentence">What it says.</param>
    public sealed record FlagView(
        Guid Id, [property: OneOf(typeof(FlagsApi), nameof(Kinds))] string Kind,
        [property: OneOf(typeof(FlagsApi), nameof(Labels))] string Label,
        string Site, string? Staff, string? Channel, string? Expectation, DateTimeOffset DetectedAt, Guid? DetectedBy,
        [property: OneOf(typeof(FlagStatus))] string Status, [property: OneOf(typeof(FlagFinding))] string? Finding, string? Owner,
        DateOnly? LookAgainOn, bool Supported, IReadOnlyList<Guid> Linked, string Sentence, int Version, FlagLinksView Links);

    /// <summary>A flag with the figures by which it was raised and all that was done about it.</summary>
    /// <inheritdoc cref="FlagView"/>
    /// <param name="Evidence">As it was when the flag was raised.</param>
    /// <param name="History">Every step, oldest first.</param>
    public sealed record FlagDetailsView(
        Guid Id, [property: OneOf(typeof(FlagsApi), nameof(Kinds))] string Kind,
        [property: OneOf(typeof(FlagsApi), nameof(Labels))] string Label,
        string Site, string? Staff, string? Channel, string? Expectation, DateTimeOffset DetectedAt, Guid? DetectedBy,
        [property: OneOf(typeof(FlagStatus))] string Status, [property: OneOf(typeof(FlagFinding))] string? Finding, string? Owner,
        DateOnly? LookAgainOn, bool Supported, IReadOnlyList<Guid> Linked, string Sentence, int Version, FlagLinksView Links,
        FlagEvidence Evidence, IReadOnlyList<FlagEventView> History);

    /// <summary>A step of the work on a flag.</summary>
    /// <param name="By">The name of who took it; program for what later data said.</param>
    /// <param name="Confirmed">Later data confirm that it is over.</param>
    public sealed record FlagEventView(
        DateTimeOffset At, string By, [property: OneOf(typeof(FlagStatus))] string From, [property: OneOf(typeof(FlagStatus))] string To,
        [property: OneOf(typeof(FlagFinding))] string? Finding, string? Action, string? Note, string? Reason, DateOnly? LookAgainOn,
        bool Confirmed);

    /// <summary>Where more about a flag stands.</summary>
    /// <param name="Interactions">The interactions behind it.</param>
    public sealed record FlagLinksView(string Self, string Page, string Interactions);

    /// <summary>The words of a kind, of flags and of notes.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. FlagKinds.FlagWords, .. FlagKinds.NoteWords];

    /// <summary>The words of a label.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["provisional", "settled"];

    private static async Task<Results<Ok<ItemList<FlagView>>, ProblemHttpResult>> List(
        HttpContext context, FlagListQuery query,
        [Description("open without a wish; all has what is part of another flag and what is no longer supported as well."),
            OneOf(typeof(FlagFilter), nameof(FlagFilter.Statuses))] string? status,
        [Description("Only flags of this kind."), OneOf(typeof(FlagKinds), nameof(FlagKinds.FlagWords))] string? kind,
        string? site, [Description("Code of a staff member: only what is about them.")] string? staff,
        [Description("Code of a channel: only what it alone shows.")] string? channel,
        [Description("Code of an expectation: only what names it.")] string? expectation,
        [Description("Business date: only what was detected then or later.")] DateOnly? since, string? after, int? limit) =>
        Page(context, await query.FlagsAsync(
            context.Actor(), new FlagFilter
            {
                Status = status,
                Kind = kind,
                Site = site,
                Staff = staff,
                Channel = channel,
                Expectation = expectation,
                Since = since,
            }, after, limit ?? ListPage.DefaultLimit, context.RequestAborted));

    private static async Task<Results<Ok<ItemList<FlagView>>, ProblemHttpResult>> ListNotes(
        HttpContext context, FlagListQuery query,
        [Description("open, the notes that nobody has seen, without a wish."),
            OneOf(typeof(FlagFilter), nameof(FlagFilter.Statuses))] string? status,
        [Description("Only notes of this kind."), OneOf(typeof(FlagKinds), nameof(FlagKinds.NoteWords))] string? kind,
        string? site, [Description("Code of a staff member: only what is about what they logged.")] string? staff,
        [Description("Code of a channel: only what is about it.")] string? channel,
        [Description("Code of an expectation: only what names it.")] string? expectation,
        [Description("Business date: only what was detected then or later.")] DateOnly? since, string? after, int? limit) =>
        Page(context, await query.NotesAsync(
            context.Actor(), new FlagFilter
            {
                Status = status,
                Kind = kind,
                Site = site,
                Staff = staff,
                Channel = channel,
                Expectation = expectation,
                Since = since,
            }, after, limit ?? ListPage.DefaultLimit, context.RequestAborted));

    private static Results<Ok<ItemList<FlagView>>, ProblemHttpResult> Page(HttpContext context, Result<ListPage<FlagDetails>> found)
    {
        if (found is not Result<ListPage<FlagDetails>>.Ok { Value: var page }) return Problems.From(found);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<FlagView>([.. page.Items.Select(View)], next));
    }

    private static async Task<Results<Ok<FlagDetailsView>, ProblemHttpResult>> Get(
        HttpContext context, Guid id, FlagDetailsQuery query) =>
        await query.FindAsync(context.Actor(), id, context.RequestAborted) is { } story
            ? Tagged(context, story) : Problems.NotFound(NoSuchFlag);

    private static async Task<Results<Ok<FlagDetailsView>, ProblemHttpResult>> Move(
        HttpContext context, Guid id, JsonBody<FlagTransitionInput> body, WorkOnFlag work, FlagDetailsQuery query)
    {
        var actor = context.Actor();
        var version = EntityTags.Expected(context, await query.VersionAsync(actor, id, context.RequestAborted));
        var moved = await work.RunAsync(actor, id, body.Value, version, context.RequestAborted);
        if (moved is not Result<Flag>.Ok) return Problems.From(moved);
        return await query.FindAsync(actor, id, context.RequestAborted) is { } story
            ? Tagged(context, story) : Problems.NotFound(NoSuchFlag);
    }

    private static Ok<FlagDetailsView> Tagged(HttpContext context, FlagStory story)
    {
        EntityTags.Set(context, story.Details.Flag.Version);
        var v = View(story.Details);
        return TypedResults.Ok(new FlagDetailsView(
            v.Id, v.Kind, v.Label, v.Site, v.Staff, v.Channel, v.Expectation, v.DetectedAt, v.DetectedBy, v.Status, v.Finding, v.Owner,
            v.LookAgainOn, v.Supported, v.Linked, v.Sentence, v.Version, v.Links, story.Details.Evidence, [.. story.History.Select(View)]));
    }

    private static FlagView View(FlagDetails d)
    {
        var f = d.Flag;
        return new FlagView(
            f.Id, FlagKinds.Text(f.Kind), Labels[f.IsSettled ? 1 : 0], d.Site.Code, d.Staff?.Code, d.Channel?.Code, f.Expectation,
            Utc(f.DetectedAt), f.DetectedBy, SnakeCase<FlagStatus>.Text(f.Status), Word(f.Finding), f.Owner, f.LookAgainOn, f.Supported,
            d.Linked, f.Sentence, f.Version,
            new FlagLinksView($"{ApiEndpoints.BasePath}{Path}/{f.Id}", $"{Path}/{f.Id}", InteractionsOf(d)));
    }

    private static FlagEventView View(FlagEvent e) => new(
        Utc(e.At), e.ByName, SnakeCase<FlagStatus>.Text(e.From), SnakeCase<FlagStatus>.Text(e.To), Word(e.Finding), e.Action, e.Note,
        e.Reason, e.LookAgainOn, e.Confirmed);

    private static string InteractionsOf(FlagDetails d) => QueryHelpers.AddQueryString(
        $"{ApiEndpoints.BasePath}/interactions", new Dictionary<string, string?>
        {
            ["site"] = d.Site.Code,
            ["staff"] = d.Staff?.Code,
            ["channel"] = d.Channel?.Code,
            ["from"] = Dates.Text(d.Flag.Since),
            ["to"] = Dates.Text(d.Flag.DetectedOn),
            ["missed"] = d.Flag.Expectation,
        }.Where(p => p.Value is not null));

    private static string? Word(FlagFinding? finding) => finding is { } f ? SnakeCase<FlagFinding>.Text(f) : null;

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
