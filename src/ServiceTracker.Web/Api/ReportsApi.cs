using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Weekly reports and their CSV files.</summary>
public static class ReportsApi
{
    internal const string Profiles = "excel: with a byte order mark and semicolons, as spreadsheet programs like it.";

    public static void Map(RouteGroupBuilder read)
    {
        read = read.MapGroup("/reports/weekly").WithTags("Reports").RequireAuthorization(nameof(Permission.SeesEverybody));
        read.MapGet("", List).WithName("ListWeeklyReports")
            .WithSummary("List weeks").WithDescription("The ISO weeks that have interactions, the newest first, with their files.");
        read.MapGet("{week}", Get).WithName("GetWeeklyReport")
            .WithSummary("Read a week").WithDescription(
                "Where its files are, how many interactions it has, how it stands at each site " +
                "(live: not sealed yet; changed: sealed, and changed since) and its sealed revisions.")
            .ProducesProblem(404);
        read.MapGet("{week}/{file}.csv", Download).WithName("DownloadWeeklyFile")
            .WithSummary("Download a weekly file").WithDescription(
                "CSV after RFC 4180 in UTF-8, with columns and order that never change within a version. " +
                "As the week is now, which the header Week-State: live and the file's name say; with a revision, byte for byte as it was " +
                "sealed, where they say " +
                "sealed and which. Each site is sealed by itself: a revision needs the site where several are yours.")
            .Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>A week that has interactions, and where its files are.</summary>
    public sealed record WeekView(string Week, DateOnly WeekStart, long Interactions, IReadOnlyDictionary<string, string> Files);

    /// <summary>A week, how it stands at each site, and its sealed revisions.</summary>
    /// <param name="Sites">The sites that have interactions in it.</param>
    /// <param name="Revisions">By site, the newest first.</param>
    public sealed record WeekDetailsView(
        string Week, DateOnly WeekStart, long Interactions, IReadOnlyDictionary<string, string> Files,
        ItemList<SealsApi.SiteStateView> Sites, ItemList<SealsApi.RevisionView> Revisions);

    private static async Task<Results<Ok<ItemList<WeekView>>, ProblemHttpResult>> List(
        HttpContext context, WeeklyReport report, string? after, int? limit) =>
        Pages.Of(
            context, (await report.WeeksAsync(context.Actor(), context.RequestAborted)).Select(View), w =>
                w.Week, after, limit, descending: true);

    private static async Task<Results<Ok<WeekDetailsView>, ProblemHttpResult>> Get(
        HttpContext context, string week, string? site, WeekAsked asked, WeeklyReport report, SealedWeeks weeks)
    {
        var (parsed, only, refused) = await asked.LiveAsync(context, week, site, null);
        if (refused is not null) return refused;
        var actor = context.Actor();
        var found = (await report.WeeksAsync(actor, context.RequestAborted)).FirstOrDefault(w => w.Week == parsed);
        var states = (await weeks.StatesAsync(actor, [parsed], context.RequestAborted))[parsed];
        var revisions = await weeks.RevisionsAsync(actor, parsed, only, context.RequestAborted);
        var view = View(found ?? new ReportedWeek(parsed, 0));
        return TypedResults.Ok(new WeekDetailsView(
            view.Week, view.WeekStart, view.Interactions, view.Files,
            new([.. states.Where(s => only is null || s.Site.Id == only.Id).Select(SealsApi.View)], null),
            new([.. revisions.Select(SealsApi.View)], null)));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Download(
        HttpContext context, string week, [Description("Name of the file."), OneOf(typeof(WeeklyFile))] string file, string? site,
        [Description("A sealed revision; the week as it is now where absent.")] int? revision,
        [Description(Profiles)] string? profile,
        WeekAsked asked, WeeklyReport report, SealedWeeks weeks)
    {
        var (parsed, only, refused) = await asked.LiveAsync(context, week, site, profile);
        if (refused is not null) return refused;
        if (!SnakeCase<WeeklyFile>.TryParse(file, out var which))
            return Problems.NotFound(
                $"There is no file {file}.csv; there are {string.Join(", ", SnakeCase<WeeklyFile>.All.Select(f => f + ".csv"))}.");
        _ = CsvProfileNames.TryParse(profile, out var written);
        var actor = context.Actor();
        if (revision is { } number)
        {
            var (found, wrong) = await asked.RevisionAsync(context, week, site, number, profile);
            if (wrong is not null) return wrong;
            if (found!.Find(which) is null) return Problems.NotFound($"Revision {number} was sealed without {file}.csv.");
            WeekAsked.TellState(context, found);
            return TypedResults.Stream(
                stream => weeks.WriteAsync(actor, found, which, written, stream, context.RequestAborted), WeekAsked.Csv,
                WeekFileName.Of(file, ".csv", parsed, found.Site, number));
        }

        WeekAsked.TellState(context, null);
        return TypedResults.Stream(
            stream => report.WriteAsync(actor, parsed, which, only, written, stream, context.RequestAborted), WeekAsked.Csv,
            WeekFileName.Of(file, ".csv", parsed, only, null));
    }

    private static WeekView View(ReportedWeek w) => new(
        w.Week.ToString(), w.Week.Monday, w.Interactions,
        SnakeCase<WeeklyFile>.All.ToDictionary(f => f, f => $"{ApiEndpoints.BasePath}/reports/weekly/{w.Week}/{f}.csv"));
}
