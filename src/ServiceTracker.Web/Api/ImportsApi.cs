using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Imports;

namespace ServiceTracker.Web.Api;

/// <summary>Taking in files of any size.</summary>
public static class ImportsApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/imports").WithTags("Imports").RequireAuthorization(Policies.SeesEverybody);
        write = write.MapGroup("/imports").WithTags("Imports").RequireAuthorization(Policies.SeesEverybody);
        write.MapPost("", Import).WithName("ImportInteractions").Accepts<string>("text/csv", "application/x-ndjson")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute())
            .Produces<ImportView>(StatusCodes.Status422UnprocessableEntity).ProducesProblem(409).ProducesProblem(413);
        read.MapGet("", List).WithName("ListImports");
        read.MapGet("{id:guid}", Get).WithName("GetImport").ProducesProblem(404);
        read.MapGet("{id:guid}/errors.csv", Errors).WithName("GetImportErrors").Produces<string>(200, "text/csv").ProducesProblem(404);
    }

    /// <summary>How an import went, or how far it has come.</summary>
    /// <param name="Status">checking, storing, done, rejected or failed.</param>
    /// <param name="Analysis">done once figures reflect it, pending before.</param>
    /// <param name="Errors">The first 100.</param>
    public sealed record ImportView(
        Guid Id, string Status, long Rows, long Stored, long Duplicates, long Rejected, string Analysis, double Progress, IReadOnlyList<ErrorView> Errors);

    /// <summary>One error: where, and what to do about it.</summary>
    public sealed record ErrorView(long Line, string Column, string Code, string Message);

    private static async Task<Results<Ok<ImportView>, JsonHttpResult<ImportView>, ProblemHttpResult>> Import(
        HttpContext context, ImportInteractions import, ImportQuery query, ImportSpool spool,
        string? format, bool? createMissing, string? onError, string? source, string? zone, string? defaultSite, Guid? id, string? fileName)
    {
        if (onError is not (null or "reject" or "skip")) return Problems.Validation([new("$.onError", FieldError.Invalid, "reject or skip.")]);
        var options = new ImportOptions
        {
            Format = format ?? "csv",
            CreateMissing = createMissing ?? false,
            SkipBadRows = onError == "skip",
            Source = source ?? "system",
            Zone = zone,
            DefaultSite = defaultSite,
            FileName = fileName,
        };
        var actor = context.Actor();
        if (import.Refusal(actor, options) is { } refusal) return Problems.From(refusal);
        using var file = await spool.ReceiveAsync(context.Request.Body, context.RequestAborted);
        if (file is null) return Problems.TooLarge(spool.MaxBytes);

        var begun = await import.BeginAsync(actor, id, options, context.RequestAborted);
        if (begun is not Result<ImportRun>.Ok { Value: var run }) return Problems.From(begun);
        await import.RunAsync(actor, run, file.Path, options, context.RequestAborted);
        var view = View((await query.FindAsync(actor, run.Id, context.RequestAborted))!);
        return run.Status == ImportStatus.Rejected ? TypedResults.Json(view, statusCode: StatusCodes.Status422UnprocessableEntity) : TypedResults.Ok(view);
    }

    private static async Task<Ok<ItemList<ImportView>>> List(HttpContext context, ImportQuery query) =>
        TypedResults.Ok(new ItemList<ImportView>([.. (await query.RecentAsync(context.Actor(), context.RequestAborted)).Select(r => View(new ImportReport(r, [])))], null));

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Get(HttpContext context, Guid id, ImportQuery query) =>
        await query.FindAsync(context.Actor(), id, context.RequestAborted) is { } report ? TypedResults.Ok(View(report)) : Problems.NotFound($"There is no import {id}.");

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Errors(HttpContext context, Guid id, ImportQuery query)
    {
        if (await query.FindAsync(context.Actor(), id, context.RequestAborted) is null) return Problems.NotFound($"There is no import {id}.");
        return TypedResults.Stream(stream => query.WriteErrorsAsync(id, stream, context.RequestAborted), "text/csv; charset=utf-8", $"import-{id}-errors.csv");
    }

    private static ImportView View(ImportReport report)
    {
        var run = report.Run;
        var done = run.Status is ImportStatus.Done or ImportStatus.Rejected or ImportStatus.Failed;
        return new ImportView(
            run.Id, SnakeCase<ImportStatus>.Text(run.Status), run.Rows, run.Stored, run.Duplicates, run.Rejected, done ? "done" : "pending", run.Progress,
            [.. report.Errors.Select(e => new ErrorView(e.Line, e.Column, e.Code, e.Message))]);
    }
}
