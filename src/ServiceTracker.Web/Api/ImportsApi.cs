using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Imports;
using ServiceTracker.Web.Http;
using ServiceTracker.Web.Imports;

namespace ServiceTracker.Web.Api;

/// <summary>Taking in files of any size.</summary>
public static class ImportsApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/imports").WithTags("Imports").RequireAuthorization(nameof(Permission.SeesEverybody));
        write = write.MapGroup("/imports").WithTags("Imports").RequireAuthorization(nameof(Permission.SeesEverybody));
        write.MapPost("", Import).WithName("ImportInteractions")
            .WithSummary("Import a file").WithDescription(
                "For administrators, managers and ops. The whole file is checked first; " +
                "with onError=reject one bad row keeps everything out "
                + "(422, with the same body). Answers once all is stored.")
            .Accepts<string>("text/csv", "application/x-ndjson")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute())
            .Produces<ImportView>(StatusCodes.Status422UnprocessableEntity).ProducesProblem(409).ProducesProblem(413);
        write.MapPost("preview", Preview).WithName("PreviewImport")
            .WithSummary("Preview an import").WithDescription(
                "Takes a file as an import does and stores nothing: what it is taken for, what is passed over, what can be read in more "
                + "than one way, and its first 20 rows as they would be scored. For administrators, managers and ops.")
            .Accepts<string>("text/csv", "application/x-ndjson")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute()).ProducesProblem(413);
        read.MapGet("", List).WithName("ListImports")
            .WithSummary("List imports").WithDescription("The newest first.").ProducesProblem(422);
        read.MapGet("template.csv", Template).WithName("GetImportTemplate")
            .WithSummary("Download a file to start from").WithDescription(
                "The import layout as CSV with the basics of today, and two example rows of the caller's own sites that the check lets "
                + "pass: put rows of your own in their place.")
            .Produces<string>(200, "text/csv");
        read.MapGet("{id:guid}", Get).WithName("GetImport")
            .WithSummary("Read an import").WithDescription("How far it has come, or how it went, with its first errors.")
            .ProducesProblem(404);
        read.MapGet("{id:guid}/errors.csv", Errors).WithName("GetImportErrors")
            .WithSummary("Download the errors of an import").WithDescription(
                "All that are kept, as CSV: line, column, code, message and what stands in the cell.")
            .Produces<string>(200, "text/csv").ProducesProblem(404);
        read.MapGet("{id:guid}/bad-rows", BadRows).WithName("GetImportBadRows")
            .WithSummary("Download the refused rows of an import").WithDescription(
                "In the columns, separator and encoding of their file, each with its line there and what to do behind it. Mended, the file "
                + "is imported alone, in the same way; what was added is passed over. 404 where no refused row is kept, which is so thirty "
                + "days after the import.")
            .Produces<string>(200, "text/csv", "application/x-ndjson").ProducesProblem(404);
    }

    private const string Reject = "reject", Skip = "skip";

    /// <summary>What can be done about bad rows.</summary>
    public static IReadOnlyList<string> OnErrors { get; } = [Reject, Skip];

    private const string Refuse = "refuse", Allow = "allow";

    /// <summary>What can be done about codes that only look different.</summary>
    public static IReadOnlyList<string> LookAlikes { get; } = [Refuse, Allow];

    /// <summary>How an import went, or how far it has come.</summary>
    /// <param name="Status">checking, storing, done, rejected or failed.</param>
    /// <param name="DryRun">A trial: nothing is stored or made, and the counts say what would be.</param>
    /// <param name="Created">What was made because the file named it.</param>
    /// <param name="Analysis">done once figures and flags reflect it, pending before.</param>
    /// <param name="Failure">Why it broke off, where it did.</param>
    /// <param name="Errors">The first 100.</param>
    /// <param name="Mapping">Name of the mapping by which it was read; null where the file is of the import layout.</param>
    /// <param name="MappingVersion">Which of its versions.</param>
    /// <param name="BadRows">Refused rows that are kept to be mended.</param>
    public sealed record ImportView(
        Guid Id, string? FileName, [property: OneOf(typeof(ImportStatus))] string Status, bool DryRun, long Rows, long Stored,
        long Duplicates, long Rejected, CreatedReferences Created,
        string Analysis, double Progress, string? Failure, IReadOnlyList<ErrorView> Errors, string? Mapping, int? MappingVersion,
        int BadRows);

    /// <summary>One error: where, and what to do about it.</summary>
    /// <param name="SameAs">The code that there is, where the file's only looks like it.</param>
    /// <param name="Value">What stands in the cell, shortened; null for a whole row, in line-delimited JSON, and in previews.</param>
    public sealed record ErrorView(long Line, string Column, string Code, string Message, string? SameAs, string? Value = null);

    /// <summary>A file before it is taken in.</summary>
    /// <param name="Separator">Between its cells; null in a format that has none.</param>
    /// <param name="Encoding">Its encoding.</param>
    /// <param name="HeaderLine">The line of its header; null where none was found.</param>
    /// <param name="Columns">Its headers, each with the column of the import layout that it is.</param>
    /// <param name="NotMapped">Its headers that are passed over, or that nobody knows yet.</param>
    /// <param name="Ambiguous">Columns that can be read in more than one way: say which in a mapping.</param>
    /// <param name="Rows">The first 20 as they would be scored.</param>
    public sealed record PreviewView(
        string? Separator, string Encoding, long? HeaderLine, IReadOnlyDictionary<string, string> Columns, IReadOnlyList<string> NotMapped,
        IReadOnlyList<AmbiguousView> Ambiguous, IReadOnlyList<PreviewRowView> Rows);

    /// <summary>A column that can be read in more than one way, or as a whole in none.</summary>
    /// <param name="Column">As the file names it.</param>
    /// <param name="Readings">Date formats or decimal signs that fit every row; none where no single one does.</param>
    public sealed record AmbiguousView(string Column, IReadOnlyList<string> Readings);

    /// <summary>A row as it would be stored, or what is wrong with it.</summary>
    public sealed record PreviewRowView(long Line, InteractionsApi.InteractionView? Interaction, IReadOnlyList<ErrorView> Errors);

    private static async Task<Results<Ok<ImportView>, JsonHttpResult<ImportView>, ProblemHttpResult>> Import(
        HttpContext context, ImportInteractions import, ImportQuery query, ImportSpool spool, ImportMappings mappings,
        [Description("csv (where absent) or ndjson.")] string? format,
        [Description("Makes unknown sites, teams, staff, channels and reasons, with the cell as code and name; for administrators."),
        DefaultValue(false)] bool? createMissing,
        [Description("reject: one bad row and nothing is stored. skip: bad rows are left out."),
        OneOf(typeof(ImportsApi), nameof(OnErrors))] string? onError,
        [Description("Who gave the evidence; system where absent."), OneOf(typeof(Source))] string? source,
        [Description("IANA time zone of new sites, such as Europe/London.")] string? zone,
        [Description("Code of the site of rows whose site is blank; without it they are refused.")] string? defaultSite,
        [Description("An id of the client's own, to ask for the progress with; made here where absent.")] Guid? id,
        [Description("Shown to people in the list of imports.")] string? fileName,
        [Description("Stores nothing and says what would be."), DefaultValue(false)] bool? dryRun,
        [Description("Whether new codes that only look different from an existing one are refused (where absent) or made."),
        OneOf(typeof(ImportsApi), nameof(LookAlikes))] string? lookAlikes,
        [Description("Takes in a file without external ids again that was taken in before."), DefaultValue(false)] bool? again,
        [Description("Name of the mapping by which the file is read; as the import layout has it where absent.")] string? mapping)
    {
        var (wished, refusal) = await OptionsAsync(
            context, import, mappings,
            (format, createMissing, onError, source, zone, defaultSite, fileName, dryRun, lookAlikes, again, mapping));
        if (wished is not { } options) return refusal!;
        var actor = context.Actor();
        using var file = await spool.ReceiveAsync(context.Request.Body, context.RequestAborted);
        if (file is null) return Problems.TooLarge(spool.MaxBytes);

        var begun = await import.BeginAsync(actor, id, file.Path, options, context.RequestAborted);
        if (begun is not Result<ImportRun>.Ok { Value: var run }) return Problems.From(begun);
        await import.RunAsync(actor, run, file.Path, options, context.RequestAborted);
        var view = View((await query.FindAsync(actor, run.Id, context.RequestAborted))!);
        if (view.Errors is [{ Code: ImportInteractions.SameFile } same, ..]) return Problems.Conflict(same.Message, same.Code);
        return run.Status == ImportStatus.Rejected
            ? TypedResults.Json(view, statusCode: StatusCodes.Status422UnprocessableEntity) : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<PreviewView>, ProblemHttpResult>> Preview(
        HttpContext context, ImportInteractions import, PreviewImport preview, ImportSpool spool, ImportMappings mappings,
        [Description("csv (where absent) or ndjson.")] string? format,
        [Description("Takes unknown sites, people, channels and reasons for new ones; for administrators."), DefaultValue(false)]
            bool? createMissing,
        [Description("As at the import."), OneOf(typeof(ImportsApi), nameof(OnErrors))] string? onError,
        [Description("Who gave the evidence; system where absent."), OneOf(typeof(Source))] string? source,
        [Description("IANA time zone of new sites, such as Europe/London.")] string? zone,
        [Description("Code of the site of rows whose site is blank.")] string? defaultSite,
        [Description("As at the import.")] string? fileName,
        [Description("As at the import; a preview never stores anything."), DefaultValue(false)] bool? dryRun,
        [Description("As at the import."), OneOf(typeof(ImportsApi), nameof(LookAlikes))] string? lookAlikes,
        [Description("As at the import."), DefaultValue(false)] bool? again,
        [Description("Name of the mapping by which the file is read; as the import layout has it where absent.")] string? mapping)
    {
        var (wished, refusal) = await OptionsAsync(
            context, import, mappings,
            (format, createMissing, onError, source, zone, defaultSite, fileName, dryRun, lookAlikes, again, mapping));
        if (wished is not { } options) return refusal!;
        var actor = context.Actor();
        using var file = await spool.ReceiveAsync(context.Request.Body, context.RequestAborted);
        if (file is null) return Problems.TooLarge(spool.MaxBytes);
        var (of, rows) = await preview.RunAsync(actor, file.Path, options, context.RequestAborted);
        return TypedResults.Ok(new PreviewView(
            of.Separator, of.Encoding, of.HeaderLine,
            of.Columns.Where(c => c.Ours is not null).ToDictionary(c => c.Theirs, c => c.Ours!, StringComparer.Ordinal),
            [.. of.Columns.Where(c => c.Ours is null).Select(c => c.Theirs)],
            [.. of.Ambiguous.Select(a => new AmbiguousView(a.Column, a.Readings))],
            [.. rows.Select(r => new PreviewRowView(
                r.Line, r.Interaction is null ? null : InteractionsApi.View(r.Interaction),
                [.. r.Errors.Select(e => new ErrorView(r.Line, e.Column, e.Code, e.Message, e.SameAs))]))]));
    }

    // What an import and its preview are asked for; or what is wrong with it.
    private static async Task<(ImportOptions? Options, ProblemHttpResult? Refusal)> OptionsAsync(
        HttpContext context, ImportInteractions import, ImportMappings mappings,
        (string? Format, bool? CreateMissing, string? OnError, string? Source, string? Zone, string? DefaultSite, string? FileName,
            bool? DryRun, string? LookAlikes, bool? Again, string? Mapping) wished)
    {
        var errors = new List<FieldError>();
        if (wished.LookAlikes is { } alike && !LookAlikes.Contains(alike))
            errors.Add(new("$.lookAlikes", FieldError.Invalid, $"One of: {string.Join(", ", LookAlikes)}."));
        if (wished.OnError is { } onError && !OnErrors.Contains(onError))
            errors.Add(new("$.onError", FieldError.Invalid, $"One of: {string.Join(", ", OnErrors)}."));
        var kept = wished.Mapping is { } name ? await mappings.FindAsync(name, context.RequestAborted) : null;
        if (wished.Mapping is not null && kept is null)
            errors.Add(new("$.mapping", FieldError.UnknownReference, $"There is no import mapping “{wished.Mapping}”."));
        if (errors.Count > 0) return (null, Problems.Validation(errors));
        var options = new ImportOptions
        {
            Format = wished.Format ?? "csv",
            CreateMissing = wished.CreateMissing ?? false,
            SkipBadRows = wished.OnError == Skip,
            Source = wished.Source ?? "system",
            Zone = wished.Zone,
            DefaultSite = wished.DefaultSite,
            FileName = wished.FileName,
            IsTrial = wished.DryRun ?? false,
            AllowLookAlikes = wished.LookAlikes == Allow,
            Again = wished.Again ?? false,
        };
        options = ImportMappings.By(options, kept);
        return import.RefusalOf(context.Actor(), options) is { } wrong ? (null, Problems.From(wrong.Of<ImportRun>())) : (options, null);
    }

    private static async Task<Results<Ok<ItemList<ImportView>>, ProblemHttpResult>> List(
        HttpContext context, ImportQuery query, string? after, int? limit)
    {
        var result = await query.ListAsync(context.Actor(), after, limit ?? InteractionListQuery.DefaultLimit, context.RequestAborted);
        if (result is not Result<ListPage<ImportReport>>.Ok { Value: var page }) return Problems.From(result);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<ImportView>([.. page.Items.Select(View)], next));
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Get(HttpContext context, Guid id, ImportQuery query) =>
        await query.FindAsync(context.Actor(), id, context.RequestAborted) is { } report
            ? TypedResults.Ok(View(report)) : Problems.NotFound($"There is no import {id}.");

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Errors(HttpContext context, Guid id, ImportQuery query)
    {
        if (await query.FindAsync(context.Actor(), id, context.RequestAborted) is null)
            return Problems.NotFound($"There is no import {id}.");
        return TypedResults.Stream(
            stream => query.WriteErrorsAsync(id, stream, context.RequestAborted), "text/csv; charset=utf-8", $"import-{id}-errors.csv");
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> BadRows(HttpContext context, Guid id, ImportQuery query)
    {
        if (await query.FindAsync(context.Actor(), id, context.RequestAborted) is not { RowsKept: > 0, Run: var run })
            return Problems.NotFound($"There is no import {id} of which refused rows are kept.");
        var (name, type) = BadRowsName.Of(run);
        return TypedResults.Stream(stream => query.WriteBadRowsAsync(run, stream, context.RequestAborted), type, name);
    }

    private static PushStreamHttpResult Template(HttpContext context, CsvTemplate template) => TypedResults.Stream(
        stream => template.WriteAsync(context.Actor(), stream, context.RequestAborted), "text/csv; charset=utf-8", CsvTemplate.FileName);

    private static ImportView View(ImportReport report)
    {
        var run = report.Run;
        return new ImportView(
            run.Id, run.FileName, SnakeCase<ImportStatus>.Text(run.Status), run.IsTrial, run.Rows, run.Stored, run.Duplicates, run.Rejected,
            run.Created ?? CreatedReferences.None,
            !run.IsUnderWay && report.IsWatched ? "done" : "pending", run.Progress, run.Failure,
            [.. report.Errors.Select(e => new ErrorView(e.Line, e.Column, e.Code, e.Message, e.SameAs, e.Value))],
            run.Mapping, run.MappingVersion, report.RowsKept);
    }
}
