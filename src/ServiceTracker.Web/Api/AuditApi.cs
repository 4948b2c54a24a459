using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>The audit record, as its page shows it. For administrators.</summary>
public static class AuditApi
{
    public static void Map(RouteGroupBuilder read)
    {
        read = read.MapGroup("").WithTags("Audit").RequireAuthorization(nameof(Permission.Administers));
        read.MapGet("/audit", List).WithName("ListAudit")
            .WithSummary("List the audit record")
            .WithDescription(
                "Who did what, when and from where, the newest first, with what was and what is. Nothing in it can be changed: an hour " +
                "after midnight UTC a day is closed, and its lines become a link of a chain that doctor reads. For administrators.")
            .ProducesProblem(422);
        read.MapGet("/audit.csv", Download).WithName("DownloadAudit")
            .WithSummary("Download the audit record")
            .WithDescription(
                "The same lines as CSV after RFC 4180 in UTF-8, with the day that closed each and its digest. For administrators.")
            .Produces<string>(200, "text/csv").ProducesProblem(422);
    }

    /// <summary>A line of the audit record.</summary>
    /// <param name="By">Who did it: user:, token: or command-line.</param>
    /// <param name="ByName">The person's or token's name at that time.</param>
    /// <param name="Origin">The caller's network address; null on the command line and for what the program does by itself.</param>
    /// <param name="Action">What was done, such as site.saved.</param>
    /// <param name="Subject">Code, number or id of the thing it was done to.</param>
    /// <param name="Changes">What differs between what was and what is.</param>
    /// <param name="ClosedOn">The UTC date whose link of the chain holds it; null until that is made.</param>
    public sealed record AuditView(
        Guid Id, DateTimeOffset At, string By, string ByName, string? Origin, string Action, string Subject,
        IReadOnlyList<AuditDifference> Changes, DateOnly? ClosedOn);

    private static async Task<Results<Ok<ItemList<AuditView>>, ProblemHttpResult>> List(
        HttpContext context, AuditQuery query,
        [Description("First UTC date, as yyyy-MM-dd.")] DateOnly? from, [Description("Last UTC date, as yyyy-MM-dd.")] DateOnly? to,
        [Description("Id of who did it, or a part of the name.")] string? by,
        [Description("What was done, or how it begins, such as account.")] string? action,
        [Description("The thing it was done to, or how it begins, such as staff/.")] string? subject, string? after, int? limit)
    {
        var found = await query.RunAsync(
            context.Actor(), new AuditFilter(from, to, by, action, subject), after, limit ?? ListPage.DefaultLimit,
            context.RequestAborted);
        if (found is not Result<ListPage<AuditEntry>>.Ok { Value: var page }) return Problems.From(found);
        var next = page.Next is null ? null : QueryHelpers.AddQueryString(
            context.Request.Path, context.Request.Query.Where(q => q.Key != "after").Append(new("after", page.Next)));
        return TypedResults.Ok(new ItemList<AuditView>([.. page.Items.Select(View)], next));
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> Download(
        HttpContext context, AuditFile file,
        [Description("First UTC date, as yyyy-MM-dd.")] DateOnly? from, [Description("Last UTC date, as yyyy-MM-dd.")] DateOnly? to,
        [Description("Id of who did it, or a part of the name.")] string? by,
        [Description("What was done, or how it begins, such as account.")] string? action,
        [Description("The thing it was done to, or how it begins, such as staff/.")] string? subject,
        [Description(ReportsApi.Profiles)] string? profile)
    {
        if (!CsvProfileNames.TryParse(profile, out var written)) return WeekAsked.NoProfile();
        return TypedResults.Stream(
            stream => file.WriteAsync(
                context.Actor(), new AuditFilter(from, to, by, action, subject), written, stream, context.RequestAborted),
            WeekAsked.Csv, "audit.csv");
    }

    private static AuditView View(AuditEntry a) => new(
        a.Id, new DateTimeOffset(DateTime.SpecifyKind(a.At, DateTimeKind.Utc)), a.By, a.ByName, a.Origin, a.Action, a.Subject,
        AuditDifference.Of(a.Before, a.After), a.SealedOn);
}
