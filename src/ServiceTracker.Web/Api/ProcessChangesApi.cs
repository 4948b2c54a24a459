using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Recorded changes of the process.</summary>
public static class ProcessChangesApi
{
    private const string Path = "/process-changes";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read.MapGet(Path, List).WithTags("Flags").WithName("ListProcessChanges")
            .WithSummary("List recorded changes").WithDescription(
                "What is done another way, and since when, the latest date first: those of all sites and of the sites that are visible.")
            .ProducesProblem(422);
        write.MapPost(Path, Record).WithTags("Flags").WithName("RecordProcessChange")
            .RequireAuthorization(nameof(Permission.WorksOnFlags))
            .WithSummary("Record a change").WithDescription(
                "Drawn on every chart that it concerns. With rebase, what is usual is learnt anew from that date on: the detectors take " +
                "the days since then again. A change without a site is one of all sites, which administrators alone record.")
            .Accepts<ProcessChangeInput>("application/json");
    }

    /// <summary>A decision to do something another way from a day on.</summary>
    /// <param name="Site">Null: all sites.</param>
    /// <param name="Channel">The only channel it is about; null: all.</param>
    /// <param name="Expectation">The only basic it is about; null: all.</param>
    /// <param name="Date">Business date from which it holds.</param>
    /// <param name="Rebase">What is usual is learnt anew from that date on.</param>
    /// <param name="By">The name of who recorded it.</param>
    public sealed record ProcessChangeView(
        Guid Id, string? Site, string? Channel, string? Expectation, DateOnly Date, string What, string Why, bool Rebase,
        DateTimeOffset At, string By);

    private static async Task<Results<Ok<ItemList<ProcessChangeView>>, ProblemHttpResult>> List(
        HttpContext context, ProcessChangeQuery query, MasterDataReader master,
        [Description("Code of a site: only what concerns it, changes of all sites included.")] string? site, string? after, int? limit)
    {
        var found = await query.PageAsync(context.Actor(), site, after, limit ?? ListPage.DefaultLimit, context.RequestAborted);
        if (found is not Result<ListPage<ProcessChange>>.Ok { Value: var page }) return Problems.From(found);
        var data = await master.GetAsync(context.RequestAborted);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<ProcessChangeView>([.. page.Items.Select(c => View(c, data))], next));
    }

    private static async Task<Results<Created<ProcessChangeView>, ProblemHttpResult>> Record(
        HttpContext context, JsonBody<ProcessChangeInput> body, RecordProcessChange changes, MasterDataReader master)
    {
        var made = await changes.RunAsync(context.Actor(), body.Value, context.RequestAborted);
        return made is Result<ProcessChange>.Ok(var change, _)
            ? TypedResults.Created((string?)null, View(change, await master.GetAsync(context.RequestAborted))) : Problems.From(made);
    }

    private static ProcessChangeView View(ProcessChange c, MasterData master) => new(
        c.Id, c.SiteId == 0 ? null : master.Sites[c.SiteId].Code, master.Channels.Find(c.ChannelId)?.Code, c.Expectation, c.Date, c.What,
        c.Why, c.Rebase, new DateTimeOffset(DateTime.SpecifyKind(c.At, DateTimeKind.Utc)), c.ByName);
}
