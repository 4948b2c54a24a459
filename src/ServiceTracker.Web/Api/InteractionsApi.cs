using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.FastLane;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Logging interactions and reading them.</summary>
public static class InteractionsApi
{
    private const string Path = "/interactions";

    // A thousand interactions with long notes.
    private const long MaxBatchBytes = 16 << 20;

    private static readonly Dictionary<string, string> NoCauses = [];

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup(Path).WithTags("Interactions");
        write = write.MapGroup(Path).WithTags("Interactions");
        var log = ((IEndpointRouteBuilder)write).ServiceProvider.GetRequiredService<LogInteraction>();
        var json = ((IEndpointRouteBuilder)write).ServiceProvider.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        write.MapPost("", (Delegate)((HttpContext context) => LogAsync(context, log, json)))
            .WithMetadata(new TakesShortcut()).WithName("LogInteraction")
            .WithSummary("Log an interaction").WithDescription(
                "For administrators, managers and staff. The same id (or external id at the site and source) again answers 200 with " +
                "what is "
                + "stored, and 409 where the content differs, so a retry is safe. " +
                    "Every applicable expectation is answered, or observations is "
                + "all_met, which a full check may not be. A ticket is what GET /logging/next gave out; a used one, or another "
                + "person's, is refused.")
            .GivesEntityTag().Accepts<InteractionEntry>("application/json")
            .Produces<InteractionView>(201).Produces<InteractionView>().ProducesProblem(409).ProducesProblem(413);
        write.MapPost("batch", LogBatch).WithName("LogInteractions")
            .WithSummary("Log many interactions").WithDescription(
                "Each item is answered on its own, in order, with the status and body that it would have had alone; " +
                "one that is refused does "
                + "not hold up the others.")
            .Accepts<InteractionEntry[]>("application/json").WithMetadata(new BodyLimit(MaxBatchBytes)).ProducesProblem(413);
        read.MapGet("", List).WithName("ListInteractions")
            .WithSummary("List interactions").WithDescription("By time, a page at a time. Staff tokens see their own.")
            .ProducesProblem(422);
        read.MapGet("changes", Changes).WithName("ListInteractionChanges")
            .WithSummary("Follow all changes").WithDescription(
                "Every interaction that was created, corrected, disputed, ruled on, excluded, restored or undone at your sites, in the "
                + "order in which that was committed, a second or two after it was. next is always there: keep it with what you have "
                + "stored and "
                + "ask with it again, now or in a week; nothing is left out and nothing comes twice, whichever server answers. Each comes "
                + "with the interaction as it stands now, or null where the site no longer has it: an id that you know is to be "
                + "replaced. For administrators, managers and operations.")
            .ProducesProblem(422);
        read.MapGet("{id:guid}", Get).WithName("GetInteraction")
            .WithSummary("Read an interaction")
            .WithDescription(
                "With its answers and how it was scored. An id is one of its site: should several sites that you see have it, say which " +
                "one is meant with site=.")
            .GivesEntityTag().ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>An interaction as it is given out.</summary>
    /// <param name="OccurredAt">With the site's offset from UTC at that instant.</param>
    /// <param name="Zone">The time zone of that offset: the one the site had when it was stored.</param>
    /// <param name="BasicsScore">0 to 100, null if unscored.</param>
    /// <param name="ExcludedAs">Why it is excluded; while it counts, as what it is proposed to be.</param>
    /// <param name="Conduct">Whether it is proposed, or confirmed, that the customer's conduct takes it out of the figures.</param>
    public sealed record InteractionView(
        Guid Id, string? ExternalId, string Site, string? Team, string? Staff, string Channel, string? Reason, DateTimeOffset OccurredAt,
        string Zone, DateTimeOffset RecordedAt,
        int Baseline, DateOnly BusinessDate, string IsoWeek, decimal? BasicsScore, bool AllBasicsMet, bool CriticalMissed,
        [property: OneOf(typeof(InteractionState))] string State,
        [property: OneOf(typeof(ExclusionGround))] string? ExcludedAs, [property: OneOf(typeof(ConductStatus))] string? Conduct,
        [property: OneOf(typeof(Source))] string Source, [property: OneOf(typeof(CheckKind))] string Check,
        [property: OneOf(typeof(Outcome))] string Outcome,
        ObservationsView Observations,
        [property: OneOf(typeof(Cause))] IReadOnlyDictionary<string, string> Causes, IReadOnlyList<StandOutEntry> StandOuts,
        string? Customer, short? Csat, string? Comment, string? Note, Guid? SameContactAs, ContactView? Contact, LinksView Links);

    /// <summary>Several pieces of evidence on one contact: together they are one interaction in every figure.</summary>
    /// <param name="Counts">Id of the one that counts; for a basic that it did not answer, the answer of the next best one does.</param>
    /// <param name="BasicsScore">Of all answers together, as figures and weekly files have it: 0 to 100, null if unscored.</param>
    /// <param name="AllBasicsMet">Of all answers together.</param>
    /// <param name="CriticalMissed">Of all answers together.</param>
    /// <param name="Evidence">All of them, by time.</param>
    public sealed record ContactView(
        Guid Counts, decimal? BasicsScore, bool AllBasicsMet, bool CriticalMissed, IReadOnlyList<WitnessView> Evidence);

    /// <summary>One piece of evidence.</summary>
    public sealed record WitnessView(Guid Id, [property: OneOf(typeof(Source))] string Source, string Href);

    /// <summary>Where more about an interaction stands.</summary>
    public sealed record LinksView(string Self, string Page);

    /// <summary>One change of an interaction.</summary>
    /// <param name="Change">What happened.</param>
    /// <param name="At">When, by the server that did it.</param>
    /// <param name="Site">The site that the interaction is of, or was before it moved.</param>
    /// <param name="Id">The interaction's id at that site.</param>
    /// <param name="Interaction">As it stands now, null where the site no longer has it.</param>
    public sealed record FollowedChangeView(
        [property: OneOf(typeof(ChangeKind))] string Change, DateTimeOffset At, string Site, Guid Id, InteractionView? Interaction);

    /// <summary>The answer to one item of a batch: what was stored, or why it was not.</summary>
    public sealed record BatchItem(int Status, InteractionView? Interaction, Microsoft.AspNetCore.Mvc.ProblemDetails? Problem);

    // Reads and answers by itself: with what the framework would put around it the call costs half as much again (benchmark write).
    private static async Task LogAsync(HttpContext context, LogInteraction log, JsonSerializerOptions json)
    {
        var body = await JsonBody<InteractionEntry>.ReadAsync(context, ApiJson.Reading);
        if (body.Refusal is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        var result = await log.RunAsync(context.Actor(), body.Value, context.RequestAborted);
        if (result is not Result<InteractionDetails>.Ok done)
        {
            await Problems.From(result).ExecuteAsync(context);
            return;
        }

        EntityTags.Set(context, done.Value.Interaction.Version);
        var view = View(done.Value);
        if (done.IsNew)
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = view.Links.Self;
        }

        await JsonAnswer.WriteAsync(context, view, json);
    }

    private static async Task<Results<Ok<ItemList<BatchItem>>, ProblemHttpResult>> LogBatch(
        HttpContext context, JsonItems body, LogInteraction log)
    {
        var (actor, given) = (context.Actor(), body.Items);
        if (!actor.MayLog) return Problems.Forbidden(LogInteraction.NotOfThisRole);
        if (given.Count is 0 or > LogInteraction.MaxBatch)
        {
            var has = given.Count == 0 ? "none" : "more";
            return Problems.Validation(
                [new("$", "out_of_range", $"1 to {LogInteraction.MaxBatch} interactions; this batch has {has}.")]);
        }

        var items = new BatchItem[given.Count];
        var entries = new List<InteractionEntry>(given.Count);
        var places = new List<int>(given.Count);
        var effort = JsonFaults.Effort;
        for (var i = 0; i < given.Count; i++)
        {
            var errors = JsonBody<InteractionEntry>.Read(given[i].Span, ApiJson.Reading, ref effort, out var entry);
            if (entry is null)
            {
                items[i] = Refused(Problems.Validation(errors));
                continue;
            }

            entries.Add(entry);
            places.Add(i);
        }

        var results = await log.RunAsync(actor, entries, context.RequestAborted);
        for (var n = 0; n < results.Count; n++)
        {
            items[places[n]] = results[n] is Result<InteractionDetails>.Ok done
                ? new BatchItem(done.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, View(done.Value), null)
                : Refused(Problems.From(results[n]));
        }

        return TypedResults.Ok(new ItemList<BatchItem>(items, null));

        static BatchItem Refused(ProblemHttpResult problem) => new(problem.StatusCode, null, problem.ProblemDetails);
    }

    private static async Task<Results<Ok<ItemList<InteractionView>>, ProblemHttpResult>> List(
        HttpContext context, InteractionListQuery query, string? site, string? staff, string? channel, DateOnly? from, DateOnly? to,
        [Description("Only interactions in this state."), OneOf(typeof(InteractionState))] string? state,
        [Description("Code of an expectation: only interactions in which it was missed.")] string? missed,
        [Description("First hour of the local clock, 0 to 23.")] int? fromHour,
        [Description("The hour of the local clock before which they occurred, 1 to 24.")] int? beforeHour,
        [Description("Title of the role that the staff member had.")] string? role,
        string? after, int? limit)
    {
        var filter = new InteractionFilter
        {
            Site = site,
            Staff = staff,
            Channel = channel,
            From = from,
            To = to,
            State = state,
            Missed = missed,
            FromHour = fromHour,
            BeforeHour = beforeHour,
            Role = role,
        };
        var result = await query.RunAsync(
            context.Actor(), filter, after, limit ?? InteractionListQuery.DefaultLimit, context.RequestAborted);
        if (result is not Result<ListPage<InteractionDetails>>.Ok { Value: var page }) return Problems.From(result);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<InteractionView>([.. page.Items.Select(View)], next));
    }

    private static async Task<Results<Ok<ItemList<FollowedChangeView>>, ProblemHttpResult>> Changes(
        HttpContext context, InteractionChangesQuery query, string? after, int? limit)
    {
        var result = await query.RunAsync(context.Actor(), after, limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (result is not Result<ListPage<InteractionChanged>>.Ok { Value: var page }) return Problems.From(result);
        var next = QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<FollowedChangeView>(
            [
                .. page.Items.Select(c => new FollowedChangeView(
                    SnakeCase<ChangeKind>.Text(c.Change.Kind), new DateTimeOffset(c.Change.At), c.Site.Code, c.Change.Id,
                    c.Interaction is { } interaction ? View(interaction) : null)),
            ],
            next));
    }

    private static async Task<Results<Ok<InteractionView>, ProblemHttpResult>> Get(
        HttpContext context, Guid id, [Description("Code of its site.")] string? site, InteractionDetailsQuery query)
    {
        var result = await query.FindAsync(context.Actor(), id, site, context.RequestAborted);
        if (result is not Result<InteractionDetails>.Ok { Value: var found }) return Problems.From(result);
        EntityTags.Set(context, found.Interaction.Version);
        return TypedResults.Ok(View(found));
    }

    /// <summary>An interaction as it is after something was done to it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">Its id.</param>
    /// <param name="site">The site that it is of.</param>
    /// <param name="query">Finds it.</param>
    internal static async Task<Results<Ok<InteractionView>, ProblemHttpResult>> GiveAsync(
        HttpContext context, Guid id, Site site, InteractionDetailsQuery query) => await Get(context, id, site.Code, query);

    /// <summary>An interaction as it is given out.</summary>
    internal static InteractionView View(InteractionDetails d)
    {
        var i = d.Interaction;
        return new InteractionView(
            i.Id, i.ExternalId, d.Site.Code, d.Team?.Code, d.Staff?.Code, d.Channel.Code, d.Reason?.Code,
            new DateTimeOffset(d.LocalTime, TimeSpan.FromMinutes(i.UtcOffset)), d.Zone, new DateTimeOffset(i.RecordedAt), i.Baseline,
            i.BusinessDate, d.Week.ToString(),
            i.Score.BasicsScore, i.AllBasicsMet, i.CriticalMissed, SnakeCase<InteractionState>.Text(i.State),
            i.ExcludedAs is { } ground ? SnakeCase<ExclusionGround>.Text(ground) : null,
            i.Conduct is { } conduct ? SnakeCase<ConductStatus>.Text(conduct) : null,
            SnakeCase<Source>.Text(i.Source),
            SnakeCase<CheckKind>.Text(i.Check), SnakeCase<Outcome>.Text(i.Outcome), new ObservationsView(i, d.Baseline),
            Causes(d), StandOuts(d),
            i.CustomerRef, i.Csat, d.Text?.Comment, d.Text?.Note, i.SameContactAs, Contact(d),
            new LinksView($"{ApiEndpoints.BasePath}/interactions/{i.Id}", $"/interactions/{i.Id}"));
    }

    private static ContactView? Contact(InteractionDetails d) =>
        d.Interaction.ContactId is { } counts && d.Together is { } together
            ? new ContactView(
                counts, together.BasicsScore, together.AllBasicsMet, together.CriticalMissed, [.. d.Contact.Select(Witness)]) : null;

    private static WitnessView Witness(ContactEvidence e) =>
        new(e.Id, SnakeCase<Source>.Text(e.Source), $"{ApiEndpoints.BasePath}/interactions/{e.Id}");

    private static Dictionary<string, string> Causes(InteractionDetails d) =>
        d.Causes.Count == 0 ? NoCauses
            : d.Causes.ToDictionary(c => d.Baseline.Expectations[c.Bit].Code, c => SnakeCase<Cause>.Text(c.Cause));

    private static StandOutEntry[] StandOuts(InteractionDetails d) =>
        d.StandOuts.Count == 0 ? [] : [.. d.StandOuts.Select(s => new StandOutEntry(SnakeCase<StandOutKind>.Text(s.Kind), s.Note))];
}
