using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Baselines: draft, edit, publish.</summary>
public static class BaselinesApi
{
    private static readonly ReadOnlyMembers GivenOnly = new("number", "status", "publishedAt", "publishedBy");

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/baselines").WithTags("Baselines");
        write = write.MapGroup("/baselines").WithTags("Baselines");
        read.MapGet("", List).WithName("ListBaselines")
            .WithSummary("List baselines").WithDescription("Drafts, the one in force and those before it, by number.");
        read.MapGet("{number:int}", Get).WithName("GetBaseline")
            .WithSummary("Read a baseline").WithDescription("One baseline with its expectations, and the ETag to edit it.")
            .ProducesProblem(404).GivesEntityTag();
        write.MapPost("", Create).WithName("DraftBaseline")
            .WithSummary("Draft a baseline")
            .WithDescription("Gives the draft the next number. Nothing is scored by it until it is published.")
            .Accepts<BaselineInput>("application/json").GivesEntityTag();
        write.MapPut("{number:int}", Edit).WithName("EditBaseline")
            .WithMetadata(GivenOnly).WithSummary("Change a draft")
            .WithDescription("Only drafts can be changed; a published baseline never is.")
            .Accepts<BaselineInput>("application/json").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        write.MapPost("{number:int}/publish", Publish).WithName("PublishBaseline")
            .WithSummary("Publish a draft").WithDescription(
                "From its first business date on, interactions are scored by it. It may not start before a date on which interactions it "
                + "would cover are already scored. The body is empty.")
            .GivesEntityTag().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
    }

    /// <summary>A baseline as it is given out.</summary>
    public sealed record BaselineView(
        int Number, [property: OneOf(typeof(BaselineStatus))] string Status, string Name, DateOnly EffectiveFrom, double TargetConsistency,
        DateTimeOffset? PublishedAt, string? PublishedBy,
        IReadOnlyList<ExpectationInput> Expectations);

    private static async Task<Results<Ok<ItemList<BaselineView>>, ProblemHttpResult>> List(
        HttpContext context, BaselineQuery baselines, string? after, int? limit)
    {
        var all = await baselines.ListAsync(context.RequestAborted);
        return Pages.Of(
            context, all.Reverse().Select(b => View(b.Baseline, b.Status)),
            b => b.Number.ToString("D10", CultureInfo.InvariantCulture), after, limit);
    }

    private static async Task<Results<Ok<BaselineView>, ProblemHttpResult>> Get(HttpContext context, int number, BaselineQuery baselines)
    {
        if (await baselines.FindAsync(number, context.RequestAborted) is not { } found)
            return Problems.NotFound($"There is no baseline {number}.");
        EntityTags.Set(context, found.Baseline.Version);
        return TypedResults.Ok(View(found.Baseline, found.Status));
    }

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> Create(
        HttpContext context, JsonBody<BaselineInput> body, DraftBaseline draft, BaselineQuery baselines) =>
        await AnswerAsync(context, await draft.CreateAsync(context.Actor(), body.Value, context.RequestAborted), baselines);

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> Edit(
        HttpContext context, int number, JsonBody<BaselineInput> body, DraftBaseline draft, BaselineQuery baselines,
        IOptions<JsonOptions> json)
    {
        if (body.ReadOnly.Count > 0)
        {
            var stored = await baselines.FindAsync(number, context.RequestAborted);
            var now = stored is null
                ? []
                : JsonSerializer.SerializeToNode(View(stored.Baseline, stored.Status), json.Value.SerializerOptions)!.AsObject();
            if (body.Changed([.. GivenOnly.Names.Select(n => (n, now[n]))]) is { Count: > 0 } changed) return Problems.Validation(changed);
        }

        var version = EntityTags.Expected(context, await baselines.VersionAsync(number, context.RequestAborted));
        var edited = await draft.EditAsync(context.Actor(), number, body.Value, version, context.RequestAborted);
        return await AnswerAsync(context, edited, baselines);
    }

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> Publish(
        HttpContext context, int number, PublishBaseline publish, BaselineQuery baselines)
    {
        var version = EntityTags.Expected(context, await baselines.VersionAsync(number, context.RequestAborted));
        return await AnswerAsync(context, await publish.RunAsync(context.Actor(), number, version, context.RequestAborted), baselines);
    }

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, Result<Baseline> result, BaselineQuery baselines)
    {
        if (result is not Result<Baseline>.Ok done) return Problems.From(result);
        EntityTags.Set(context, done.Value.Version);
        var view = View(done.Value, (await baselines.FindAsync(done.Value.Number, context.RequestAborted))!.Status);
        return done.IsNew ? TypedResults.Created($"{ApiEndpoints.BasePath}/baselines/{view.Number}", view) : TypedResults.Ok(view);
    }

    private static BaselineView View(Baseline b, BaselineStatus status) => new(
        b.Number, SnakeCase<BaselineStatus>.Text(status), b.Name, b.EffectiveFrom, b.TargetConsistency,
        b.PublishedAt is { } at ? new DateTimeOffset(at) : null, b.PublishedBy,
        [.. b.Expectations.OrderBy(e => e.Bit).Select(ExpectationInput.Of)]);
}
