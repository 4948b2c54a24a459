using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Who gets sealed weeks, and what became of it.</summary>
public static class DeliveriesApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/deliveries").WithTags("Deliveries").RequireAuthorization(nameof(Permission.SeesEverybody));
        var own = write.MapGroup("/deliveries").WithTags("Deliveries").RequireAuthorization(nameof(Permission.SeesEverybody));
        write = write.MapGroup("/deliveries").WithTags("Deliveries").RequireAuthorization(nameof(Permission.Administers));
        read.MapGet("", List).WithName("ListDeliveries")
            .WithSummary("List deliveries").WithDescription("Those that concern your sites, by name.").ProducesProblem(422);
        read.MapGet("{name}", Get).WithName("GetDelivery")
            .WithSummary("Read a delivery").WithDescription(
                "One delivery, with the ETag to edit it. Of a webhook's address only administrators see more than the host.")
            .ProducesProblem(404).GivesEntityTag();
        write.MapPut("{name}", Put).WithName("PutDelivery")
            .WithSummary("Create or change a delivery").WithDescription(
                "What is sealed from now on is sent to a folder below Deliveries:Folders, to a webhook, or by e-mail. Webhooks follow the "
                + "Standard Webhooks specification: type week.sealed, signed with the secret that is answered once, when it is made; the "
                + "files are in the message (base64) up to 1 MiB together, and each has a link. Administrators alone.")
            .Accepts<DeliveryInput>("application/json").ProducesProblem(412).WithMetadata(new ReadOnlyMembers("name", "secret"));
        write.MapDelete("{name}", Remove).WithName("RemoveDelivery")
            .WithSummary("Remove a delivery").WithDescription("What waits is not sent any more; its receipts stay under its name.")
            .ProducesProblem(404).ProducesProblem(412);
        write.MapPost("{name}/test", Try).WithName("TestDelivery")
            .WithSummary("Try a delivery").WithDescription(
                "Sends a word that this is a trial at once, whether or not it is enabled, and says what came of it.")
            .ProducesProblem(404);
        read.MapGet("{name}/receipts", Receipts).WithName("ListDeliveryReceipts")
            .WithSummary("List the receipts of a delivery").WithDescription(
                "One for each recipient of a revision, at your sites, the newest weeks first. What is not taken is tried again for two "
                + "days under the same id.")
            .ProducesProblem(404).ProducesProblem(422);
        own.MapPost("{name}/receipts/{id:guid}/resend", Resend).WithName("ResendDelivery")
            .WithSummary("Send a revision again").WithDescription(
                "At the next turn, within seconds, and again for two days where it is not taken; under the id it had.")
            .ProducesProblem(404).ProducesProblem(409);
    }

    /// <summary>A delivery.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Files">Plain names of files; null: all.</param>
    /// <param name="Sites">Codes of sites, those of the caller's; null: all there are.</param>
    /// <param name="Secret">The key that signs what a webhook is sent; in the answer that made it alone.</param>
    public sealed record DeliveryView(
        string Name, [property: OneOf(typeof(DeliveryKind))] string Kind, string Target, IReadOnlyList<string>? Files,
        IReadOnlyList<string>? Sites, string? Profile, [property: OneOf(typeof(DeliveredRevisions))] string Revisions, bool Enabled,
        string? Secret);

    /// <summary>What came of a trial.</summary>
    /// <param name="Taken">Whether the other side took it.</param>
    /// <param name="Answer">What it said, or why nothing was sent.</param>
    public sealed record TrialView(bool Taken, string Answer);

    /// <summary>What became of one recipient's delivery of a revision.</summary>
    /// <param name="Id">Told to the other side with every attempt.</param>
    /// <param name="Recipient">The address of an e-mail; null of other kinds.</param>
    /// <param name="Attempt">Attempts so far.</param>
    /// <param name="At">When something happened last.</param>
    /// <param name="DueAt">When it is tried next; null where it is not.</param>
    /// <param name="Answer">What the other side said, or why it was not sent.</param>
    public sealed record ReceiptView(
        Guid Id, string Week, string Site, int Revision, string? Recipient, int Attempt, DateTimeOffset At,
        [property: OneOf(typeof(DeliveryStatus))] string Status, DateTimeOffset? DueAt, string? Answer);

    private static async Task<Results<Ok<ItemList<DeliveryView>>, ProblemHttpResult>> List(
        HttpContext context, DeliveryAdministration deliveries, MasterDataReader master, string? after, int? limit)
    {
        var (actor, sites) = (context.Actor(), (await master.GetAsync(context.RequestAborted)).Sites);
        var found = (await deliveries.ListAsync(actor, context.RequestAborted)).Select(d => View(actor, d, sites.All, null));
        return Pages.Of(context, found, d => d.Name, after, limit);
    }

    private static async Task<Results<Ok<DeliveryView>, ProblemHttpResult>> Get(
        HttpContext context, PathCode name, DeliveryAdministration deliveries, MasterDataReader master)
    {
        var actor = context.Actor();
        if (await deliveries.FindAsync(actor, name.Value, context.RequestAborted) is not { } delivery) return NotThere(name);
        EntityTags.Set(context, delivery.Version);
        return TypedResults.Ok(View(actor, delivery, (await master.GetAsync(context.RequestAborted)).Sites.All, null));
    }

    private static async Task<Results<Ok<DeliveryView>, Created<DeliveryView>, ProblemHttpResult>> Put(
        HttpContext context, PathCode name, JsonBody<DeliveryInput> body, DeliveryAdministration deliveries, MasterDataReader master)
    {
        if (body.Changed(("name", Code.Trim(name.Value)), ("secret", null)) is { Count: > 0 } changed) return Problems.Validation(changed);
        var actor = context.Actor();
        var stored = await deliveries.FindAsync(actor, name.Value, context.RequestAborted);
        var result = await deliveries.SaveAsync(
            actor, name.Value, body.Value, EntityTags.Expected(context, stored?.Version), context.RequestAborted);
        if (result is not Result<SavedDelivery>.Ok(var saved, var isNew)) return Problems.From(result);
        EntityTags.Set(context, saved.Delivery.Version);
        var view = View(actor, saved.Delivery, (await master.GetAsync(context.RequestAborted)).Sites.All, saved.Secret);
        return isNew ? TypedResults.Created(context.SentPath(), view) : TypedResults.Ok(view);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        HttpContext context, PathCode name, DeliveryAdministration deliveries)
    {
        var stored = await deliveries.FindAsync(context.Actor(), name.Value, context.RequestAborted);
        var result = await deliveries.RemoveAsync(
            context.Actor(), name.Value, EntityTags.Expected(context, stored?.Version), context.RequestAborted);
        return result is Result<string>.Ok ? TypedResults.NoContent() : Problems.From(result);
    }

    private static async Task<Results<Ok<TrialView>, ProblemHttpResult>> Try(
        HttpContext context, PathCode name, DeliveryAdministration deliveries)
    {
        var result = await deliveries.TryAsync(context.Actor(), name.Value, context.RequestAborted);
        return result is Result<DeliveryAnswer>.Ok(var answer, _)
            ? TypedResults.Ok(new TrialView(answer.Outcome == DeliveryOutcome.Taken, answer.Words)) : Problems.From(result);
    }

    private static async Task<Results<Ok<ItemList<ReceiptView>>, ProblemHttpResult>> Receipts(
        HttpContext context, PathCode name, DeliveryAdministration deliveries, DeliveryReceiptQuery query, MasterDataReader master,
        string? after, int? limit)
    {
        var actor = context.Actor();
        if (await deliveries.FindAsync(actor, name.Value, context.RequestAborted) is not { } delivery) return NotThere(name);
        var found = await query.RunAsync(actor, delivery.Name, after, limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (found is not Result<ListPage<DeliveryReceipt>>.Ok { Value: var page }) return Problems.From(found);
        var sites = (await master.GetAsync(context.RequestAborted)).Sites;
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.SentPath(), context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<ReceiptView>([.. page.Items.Select(r => View(r, sites[r.SiteId]))], next));
    }

    private static async Task<Results<Ok<ReceiptView>, ProblemHttpResult>> Resend(
        HttpContext context, PathCode name, Guid id, ResendDelivery resend, MasterDataReader master)
    {
        var result = await resend.RunAsync(context.Actor(), Code.Trim(name.Value), id, context.RequestAborted);
        return result is Result<DeliveryReceipt>.Ok(var receipt, _)
            ? TypedResults.Ok(View(receipt, (await master.GetAsync(context.RequestAborted)).Sites[receipt.SiteId]))
            : Problems.From(result);
    }

    private static ProblemHttpResult NotThere(PathCode name) =>
        Problems.From(DeliveryAdministration.NotThere(name.Value).Of<Delivery>());

    private static DeliveryView View(Actor actor, Delivery d, IEnumerable<Site> sites, string? secret) => new(
        d.Name, SnakeCase<DeliveryKind>.Text(d.Kind), d.TargetFor(actor.IsAdmin),
        d.Files.Length == 0 ? null : d.Files.Split(' '),
        d.SiteIds is null ? null : [.. actor.OfOwnSites(sites).Where(s => d.SiteIds.Contains(s.Id)).Select(s => s.Code)
            .Order(StringComparer.Ordinal)],
        d.Profile, SnakeCase<DeliveredRevisions>.Text(d.Revisions), d.IsEnabled, secret);

    private static ReceiptView View(DeliveryReceipt r, Site site) => new(
        r.Id, IsoWeek.Of(r.WeekStart).ToString(), site.Code, r.Revision, r.Recipient.Length == 0 ? null : r.Recipient, r.Attempt, Utc(r.At),
        SnakeCase<DeliveryStatus>.Text(r.Status), r.Status is DeliveryStatus.Waiting or DeliveryStatus.Sending ? Utc(r.DueAt) : null,
        r.Answer);

    private static DateTimeOffset Utc(DateTime at) => new(DateTime.SpecifyKind(at, DateTimeKind.Utc));
}
