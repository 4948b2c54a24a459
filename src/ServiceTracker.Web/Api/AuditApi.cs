using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>The audit record, as its page shows it. For administrators.</summary>
public static class AuditApi
{
    public static void Map(RouteGroupBuilder read) =>
        read.MapGroup("/audit").WithTags("Audit").RequireAuthorization(nameof(Permission.Administers))
            .MapGet("", List).WithName("ListAudit")
            .WithSummary("List the audit record")
            .WithDescription("Who did what, when and from where, the newest first. Nothing in it can be changed. For administrators.")
            .ProducesProblem(422);

    /// <summary>A line of the audit record.</summary>
    /// <param name="By">Who did it: user:, token: or command-line.</param>
    /// <param name="ByName">The person's or token's name at that time.</param>
    /// <param name="Origin">The caller's network address; null on the command line and for what the program does by itself.</param>
    /// <param name="Action">What was done, such as site.saved.</param>
    /// <param name="Subject">Code, number or id of the thing it was done to.</param>
    public sealed record AuditView(Guid Id, DateTimeOffset At, string By, string ByName, string? Origin, string Action, string Subject);

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

    private static AuditView View(AuditEntry a) => new(
        a.Id, new DateTimeOffset(DateTime.SpecifyKind(a.At, DateTimeKind.Utc)), a.By, a.ByName, a.Origin, a.Action, a.Subject);
}
