using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Web.Api;

/// <summary>Baselines: draft, edit, publish.</summary>
public static class BaselinesApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/baselines").WithTags("Baselines");
        write = write.MapGroup("/baselines").WithTags("Baselines");
        read.MapGet("", List).WithName("ListBaselines");
        read.MapGet("{number:int}", Get).WithName("GetBaseline").ProducesProblem(404);
        write.MapPost("", Create).WithName("DraftBaseline").Accepts<BaselineInput>("application/json");
        write.MapPut("{number:int}", Edit).WithName("EditBaseline").Accepts<BaselineInput>("application/json").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        write.MapPost("{number:int}/publish", Publish).WithName("PublishBaseline").ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
    }

    /// <summary>A baseline as it is given out.</summary>
    public sealed record BaselineView(
        int Number, string Status, string Name, DateOnly EffectiveFrom, double TargetConsistency, DateTimeOffset? PublishedAt, string? PublishedBy,
        IReadOnlyList<ExpectationInput> Expectations);

    private static async Task<Ok<ItemList<BaselineView>>> List(HttpContext context, IServiceTrackerDb db, TimeProvider clock)
    {
        var all = await AllAsync(db, context.RequestAborted);
        return TypedResults.Ok(new ItemList<BaselineView>([.. all.OrderBy(b => b.Number).Select(b => View(b, all, clock))], null));
    }

    private static async Task<Results<Ok<BaselineView>, ProblemHttpResult>> Get(HttpContext context, int number, IServiceTrackerDb db, TimeProvider clock)
    {
        var all = await AllAsync(db, context.RequestAborted);
        if (all.Find(b => b.Number == number) is not { } baseline) return Problems.NotFound($"There is no baseline {number}.");
        EntityTags.Set(context, baseline.Version);
        return TypedResults.Ok(View(baseline, all, clock));
    }

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> Create(
        HttpContext context, JsonBody<BaselineInput> body, DraftBaseline draft, IServiceTrackerDb db, TimeProvider clock) =>
        await AnswerAsync(context, await draft.CreateAsync(context.Actor(), body.Value, context.RequestAborted), db, clock);

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> Edit(
        HttpContext context, int number, JsonBody<BaselineInput> body, DraftBaseline draft, IServiceTrackerDb db, TimeProvider clock) =>
        await AnswerAsync(context, await draft.EditAsync(context.Actor(), number, body.Value, EntityTags.IfMatch(context), context.RequestAborted), db, clock);

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> Publish(
        HttpContext context, int number, PublishBaseline publish, IServiceTrackerDb db, TimeProvider clock) =>
        await AnswerAsync(context, await publish.RunAsync(context.Actor(), number, EntityTags.IfMatch(context), context.RequestAborted), db, clock);

    private static async Task<Results<Created<BaselineView>, Ok<BaselineView>, ProblemHttpResult>> AnswerAsync(
        HttpContext context, Result<Baseline> result, IServiceTrackerDb db, TimeProvider clock)
    {
        if (result is not Result<Baseline>.Ok done) return Problems.From(result);
        EntityTags.Set(context, done.Value.Version);
        var view = View(done.Value, await AllAsync(db, context.RequestAborted), clock);
        return done.IsNew ? TypedResults.Created($"{ApiEndpoints.BasePath}/baselines/{view.Number}", view) : TypedResults.Ok(view);
    }

    private static Task<List<Baseline>> AllAsync(IServiceTrackerDb db, CancellationToken cancellation) =>
        db.Baselines.AsNoTracking().Include(b => b.Expectations.OrderBy(e => e.Bit)).ToListAsync(cancellation);

    // Baselines belong to all sites, so their standing is told by the UTC date.
    private static BaselineView View(Baseline b, List<Baseline> all, TimeProvider clock) => new(
        b.Number, SnakeCase<BaselineStatus>.Text(b.StatusOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), all)), b.Name, b.EffectiveFrom, b.TargetConsistency,
        b.PublishedAt is { } at ? new DateTimeOffset(at) : null, b.PublishedBy, [.. b.Expectations.OrderBy(e => e.Bit).Select(ExpectationInput.Of)]);
}
