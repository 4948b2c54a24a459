using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Weekly reports and their CSV files.</summary>
public static class ReportsApi
{
    public static void Map(RouteGroupBuilder read)
    {
        read = read.MapGroup("/reports/weekly").WithTags("Reports").RequireAuthorization(nameof(Permission.SeesEverybody));
        read.MapGet("", List).WithName("ListWeeklyReports")
            .WithSummary("List weeks").WithDescription("The ISO weeks that have interactions, the newest first, with their files.");
        read.MapGet("{week}", Get).WithName("GetWeeklyReport")
            .WithSummary("Read a week").WithDescription("Where its files are, and how many interactions it has.")
            .ProducesProblem(404);
        read.MapGet("{week}/{file}.csv", Download).WithName("DownloadWeeklyFile")
            .WithSummary("Download a weekly file").WithDescription(
                "CSV after RFC 4180 in UTF-8, with columns and order that never change within a version.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>A week that has interactions, and where its files are.</summary>
    public sealed record WeekView(string Week, DateOnly WeekStart, long Interactions, IReadOnlyDictionary<string, string> Files);

    private static async Task<Results<Ok<ItemList<WeekView>>, ProblemHttpResult>> List(
        HttpContext context, WeeklyReport report, string? after, int? limit) =>
        Pages.Of(
            context, (await report.WeeksAsync(context.Actor(), context.RequestAborted)).Select(View), w =>
                w.Week, after, limit, descending: true);

    private static async Task<Results<Ok<WeekView>, ProblemHttpResult>> Get(HttpContext context, string week, WeeklyReport report)
    {
        if (!IsoWeek.TryParse(week, out var parsed)) return NoWeek(week);
        var found = (await report.WeeksAsync(context.Actor(), context.RequestAborted)).FirstOrDefault(w => w.Week == parsed);
        return TypedResults.Ok(View(found ?? new ReportedWeek(parsed, 0)));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Download(
        HttpContext context, string week, [Description("Name of the file."), OneOf(typeof(WeeklyFile))] string file, string? site,
        [Description("excel: with a byte order mark and semicolons, as spreadsheet programs like it.")] string? profile,
        MasterDataReader master, WeeklyReport report)
    {
        if (!IsoWeek.TryParse(week, out var parsed)) return NoWeek(week);
        if (!SnakeCase<WeeklyFile>.TryParse(file, out var which))
            return Problems.NotFound(
                $"There is no file {file}.csv; there are {string.Join(", ", SnakeCase<WeeklyFile>.All.Select(f => f + ".csv"))}.");
        if (!CsvProfileNames.TryParse(profile, out var written))
            return Problems.Validation([new("$.profile", FieldError.Invalid, $"{CsvProfileNames.All}, or leave it out.")]);
        var actor = context.Actor();
        var only = site is null ? null : actor.IfOwn((await master.GetAsync(context.RequestAborted)).Sites.Find(site));
        if (site is not null && only is null)
            return Problems.Validation([new("$.site", FieldError.UnknownReference, $"There is no site “{site}”.")]);
        return TypedResults.Stream(
            stream => report.WriteAsync(actor, parsed, which, only, written, stream, context.RequestAborted),
            "text/csv; charset=utf-8", $"{file}_{parsed}.csv");
    }

    private static WeekView View(ReportedWeek w) => new(
        w.Week.ToString(), w.Week.Monday, w.Interactions,
        SnakeCase<WeeklyFile>.All.ToDictionary(f => f, f => $"{ApiEndpoints.BasePath}/reports/weekly/{w.Week}/{f}.csv"));

    private static ProblemHttpResult NoWeek(string week) =>
        Problems.Validation([new("$.week", FieldError.Invalid, $"“{week}” is not an ISO week; write it like 2026-W47.")]);
}
