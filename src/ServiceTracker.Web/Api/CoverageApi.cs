using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Coverage;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>What a till or a gate counted, and how much of it was logged.</summary>
public static class CoverageApi
{
    private const string Path = "/coverage/{site}/{date}";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("").WithTags("Coverage").RequireAuthorization(nameof(Permission.SeesEverybody));
        write = write.MapGroup("").WithTags("Coverage").RequireAuthorization(nameof(Permission.Manages));
        read.MapGet("/coverage", Share).WithName("GetCoverage")
            .WithSummary("Read the share of contacts that was logged").WithDescription(
                "What staff logged themselves against what was counted, on the days on which something was. Without dates the last 56 " +
                "days. share is null where nothing was counted.")
            .ProducesProblem(422);
        read.MapGet(Path, Get).WithName("GetContactCount")
            .WithSummary("Read what was counted on a day").WithDescription("With the ETag to change it.")
            .ProducesProblem(404).GivesEntityTag();
        write.MapPut(Path, Put).WithName("PutContactCount")
            .WithSummary("Put what was counted on a day").WithDescription(
                "Contacts with customers at a site, by a till, a gate or the phone system: of all channels, or by channel. It takes the " +
                "place of what there was for that business day.")
            .Accepts<ContactCountInput>("application/json").ProducesProblem(404).ProducesProblem(412);
        write.MapDelete(Path, Remove).WithName("DeleteContactCount")
            .WithSummary("Take out what was counted on a day").WithDescription("Logs of that day are held against nothing then.")
            .ProducesProblem(404);
    }

    /// <summary>What was counted.</summary>
    public sealed record ContactCountView(int? Contacts, IReadOnlyDictionary<string, int> Channels);

    /// <summary>How much of it was logged.</summary>
    /// <param name="Days">Days of sites on which something was counted.</param>
    /// <param name="Share">Logged of counted, above 1 where more was logged.</param>
    public sealed record CoverageView(long Contacts, long Logged, int Days, double? Share, string Sentence);

    private static async Task<Results<Ok<CoverageView>, ProblemHttpResult>> Share(
        HttpContext context, CoverageQuery query, MasterDataReader masterData, BusinessToday today,
        [Description("Code of the site; all of yours where absent.")] string? site, DateOnly? from, DateOnly? to)
    {
        var (actor, master) = (context.Actor(), await masterData.GetAsync(context.RequestAborted));
        Site? at = null;
        if (site is not null && (at = actor.IfOwn(master.Sites.Find(site))) is null)
            return Problems.Validation([new("$.site", FieldError.UnknownReference, $"There is no site “{site}”.")]);
        var errors = new List<FieldError>();
        var (first, last) = Application.Figures.FigureScope.Days(
            from, to, () => today.Of(actor, master, at), CoverageQuery.UsualDays, errors);
        if (errors.Count > 0) return Problems.Validation(errors);
        var found = await query.OfAsync(actor, first, last, at, context.RequestAborted);
        return TypedResults.Ok(new CoverageView(found.Contacts, found.Logged, found.Days, found.Share, found.Sentence));
    }

    private static async Task<Results<Ok<ContactCountView>, ProblemHttpResult>> Get(
        HttpContext context, PathCode site, string date, CoverageQuery query)
    {
        if (!TryDate(date, out var day)) return NotADate;
        if (await query.FindAsync(context.Actor(), site.Value, day, context.RequestAborted) is not { } found)
            return Problems.From(Refusal.NotFound("Nothing is counted there.").Of<DayOfContacts>());
        return Given(context, found);
    }

    private static async Task<Results<Ok<ContactCountView>, Created<ContactCountView>, ProblemHttpResult>> Put(
        HttpContext context, PathCode site, string date, JsonBody<ContactCountInput> body, CoverageQuery query, SaveContactCount save)
    {
        if (!TryDate(date, out var day)) return NotADate;
        var stored = await query.FindAsync(context.Actor(), site.Value, day, context.RequestAborted);
        var result = await save.RunAsync(
            context.Actor(), site.Value, day, body.Value, EntityTags.Expected(context, stored?.Version), context.RequestAborted);
        if (result is not Result<DayOfContacts>.Ok saved) return Problems.From(result);
        var view = Given(context, saved.Value);
        return saved.IsNew ? TypedResults.Created(context.SentPath(), view.Value) : view;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        HttpContext context, PathCode site, string date, SaveContactCount save)
    {
        if (!TryDate(date, out var day)) return NotADate;
        var result = await save.RemoveAsync(context.Actor(), site.Value, day, context.RequestAborted);
        return result is Result<int>.Ok ? TypedResults.NoContent() : Problems.From(result);
    }

    private static Ok<ContactCountView> Given(HttpContext context, DayOfContacts day)
    {
        EntityTags.Set(context, day.Version);
        return TypedResults.Ok(new ContactCountView(day.Contacts, day.Channels));
    }

    private static ProblemHttpResult NotADate =>
        Problems.Validation([new("$.date", FieldError.Invalid, "A business date, such as 2026-11-20.")]);

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
