using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>
/// What the consistency page says of a week's basics: which, where, when, what of it is a raised bar, and which teams differ.
/// </summary>
public static class BasicsApi
{
    public static void Map(RouteGroupBuilder read) =>
        read.MapGroup("/consistency").WithTags("Consistency").ProducesProblem(422)
            .RequireAuthorization(nameof(Permission.SeesEverybody))
            .MapGet("basics", Get).WithName("GetConsistencyBasics")
            .WithSummary("Find which basic, where and when")
            .WithDescription(
                "Each basic of a week with the channels and sites at which it is met less often than elsewhere, and the hours in which " +
                "it falters, over the eight weeks to it and beyond chance; baselines that raised the bar; teams that differ from the " +
                "others of their site on the same channels. With a site, the site itself is compared with all the others together.");

    /// <summary>The basics of a week, in the order of the baseline. Nothing where no baseline is in force.</summary>
    /// <param name="From">First date of the weeks compared.</param>
    /// <param name="To">Last date of the weeks compared.</param>
    public sealed record BasicsView(
        string Week, DateOnly From, DateOnly To, IReadOnlyList<BasicView> Items, IReadOnlyList<RaisedView> Raised,
        IReadOnlyList<TeamView> Teams);

    /// <summary>One basic.</summary>
    /// <param name="Applicable">Interactions of the week in which it was met or missed.</param>
    /// <param name="Rate">Null below the minimum of interactions.</param>
    /// <param name="Places">lower where a place differs, alike where none does, only_place or too_few where there is nothing to compare;
    /// null where it was not applicable in the weeks compared.</param>
    /// <param name="Lower">The places that differ, the widest gap first.</param>
    /// <param name="Hours">When it falters.</param>
    public sealed record BasicView(
        string Expectation, long Applicable, long Met, double? Rate, [property: OneOf(typeof(BasicPlacesKind))] string? Places,
        IReadOnlyList<LowPlaceView> Lower, IReadOnlyList<HoursView> Hours);

    /// <summary>A place at which a basic is met less often: a channel or a site.</summary>
    /// <param name="Difference">Its rate less that of the other channels within the same people, or of the other sites on the same
    /// channels.</param>
    public sealed record LowPlaceView(string? Channel, string? Site, long Applicable, long Met, double Difference, double AdjustedP);

    /// <summary>Hours in a row in which a basic falters at a site.</summary>
    /// <param name="FromHour">First hour by the local clock, 0 to 23.</param>
    /// <param name="BeforeHour">The hour after the last one, 1 to 24.</param>
    /// <param name="Expected">Rate of the same basic everywhere else at the site, 0 to 1.</param>
    public sealed record HoursView(
        string Site, int FromHour, int BeforeHour, long Applicable, long Met, double Rate, double Expected, string Sentence);

    /// <summary>A baseline of the last 26 weeks that asks for more than the one before.</summary>
    /// <param name="Missed">How often the added basics were missed since.</param>
    public sealed record RaisedView(int Baseline, DateOnly EffectiveFrom, long Missed, long Scored, string Sentence);

    /// <summary>A team that differs from the other teams of its site on the same channels.</summary>
    public sealed record TeamView(string Site, string Team, long Scored, long AllBasicsMet, double Difference, string Sentence);

    private static async Task<Results<Ok<BasicsView>, ProblemHttpResult>> Get(
        HttpContext context, BasicsQuery query, MasterDataReader masterData, BusinessToday today,
        [Description("An ISO week such as 2026-W47; the present one where absent.")] string? week, string? site)
    {
        var actor = context.Actor();
        var master = await masterData.GetAsync(context.RequestAborted);
        var only = site is null ? null : actor.IfOwn(master.Sites.Find(site));
        if (site is not null && only is null)
            return Problems.Validation([new("$.site", FieldError.UnknownReference, $"There is no site “{site}”.")]);
        var date = today.Of(actor, master, only);
        var asked = IsoWeek.Of(date);
        if (week is not null && !IsoWeek.TryParse(week, out asked))
            return Problems.Validation([new("$.week", FieldError.Invalid, "An ISO week such as 2026-W47.")]);
        var result = await query.RunAsync(actor, asked, only, date, context.RequestAborted);
        if (result is not Result<BasicsFigures?>.Ok { Value: var figures }) return Problems.From(result);
        return TypedResults.Ok(new BasicsView(
            asked.ToString(), asked.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday, asked.Sunday,
            [.. (figures?.Lines ?? []).Select(l => View(l, master))],
            [.. (figures?.Raised ?? []).Select(r => new RaisedView(r.Baseline, r.From, r.Missed, r.Scored, r.Sentence))],
            [
                .. (figures?.Teams ?? []).Select(t => (t.Gap, Team: master.Team(t.Unit.SiteId!.Value, t.Unit.TeamId)!))
                    .Select(t => new TeamView(
                        master.Sites[t.Team.SiteId].Code, t.Team.Code, t.Gap.N, t.Gap.K, t.Gap.Difference,
                        $"{t.Team.Name}: {t.Gap.Words}.")),
            ]));
    }

    private static BasicView View(BasicLine line, MasterData master) => new(
        line.Basic.Code, line.Week.Applicable, line.Week.Met, line.Week.Applicable >= MinimumSample.Default ? line.Week.Rate : null,
        line.Places is { } places ? SnakeCase<BasicPlacesKind>.Text(places.Kind) : null,
        [
            .. (line.Places?.Lower ?? []).Select(p =>
            {
                var id = int.Parse(p.Code, CultureInfo.InvariantCulture);
                return new LowPlaceView(
                    p.Kind == PlaceKind.Channel ? master.Channels[id].Code : null, p.Kind == PlaceKind.Site ? master.Sites[id].Code : null,
                    p.N, p.K, p.Difference, p.AdjustedP);
            }),
        ],
        [
            .. line.Hours.Select(h => new HoursView(
                h.Site.Code, h.Hours.From, h.Hours.Before, h.Hours.Applicable, h.Hours.Met, h.Hours.Rate, h.Hours.Expected,
                $"{line.Basic.Question} {h.Hours.When} at {h.Site.Name}: {h.Hours.Words}.")),
        ]);
}
