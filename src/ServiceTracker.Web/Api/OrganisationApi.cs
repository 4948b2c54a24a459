using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Api;

/// <summary>Sites, teams, staff, channels and reasons: upsert by code, and lists.</summary>
public static class OrganisationApi
{
    private const string Rename = "rename";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("").WithTags("Organisation");
        write = write.MapGroup("").WithTags("Organisation");
        read.MapGet("/sites", ListSites).WithName("ListSites");
        read.MapGet("/sites/{code}", GetSite).WithName("GetSite").ProducesProblem(404);
        Upsert<SiteInput>(write.MapPut("/sites/{code}", PutSite)).WithName("PutSite");
        read.MapGet("/sites/{code}/teams", ListTeams).WithName("ListTeams").ProducesProblem(404);
        read.MapGet("/sites/{code}/teams/{team}", GetTeam).WithName("GetTeam").ProducesProblem(404);
        Upsert<TeamInput>(write.MapPut("/sites/{code}/teams/{team}", PutTeam)).WithName("PutTeam");
        read.MapGet("/staff", ListStaff).WithName("ListStaff");
        read.MapGet("/staff/{code}", GetStaff).WithName("GetStaff").ProducesProblem(404);
        Upsert<StaffInput>(write.MapPut("/staff/{code}", PutStaff)).WithName("PutStaff").ProducesProblem(409);
        Change<StaffCodeInput>(write.MapPost("/staff/{code}/rename", RenameStaff)).WithName("RenameStaff");
        Change<StaffMergeInput>(write.MapPost("/staff/{code}/merge", MergeStaff)).WithName("MergeStaff");
        read.MapGet("/channels", ListChannels).WithName("ListChannels");
        read.MapGet("/channels/{code}", GetChannel).WithName("GetChannel").ProducesProblem(404);
        Upsert<ChannelInput>(write.MapPut("/channels/{code}", PutChannel)).WithName("PutChannel");
        read.MapGet("/reasons", ListReasons).WithName("ListReasons");
        read.MapGet("/reasons/{code}", GetReason).WithName("GetReason").ProducesProblem(404);
        Upsert<ReasonInput>(write.MapPut("/reasons/{code}", PutReason)).WithName("PutReason");
    }

    /// <summary>Shapes that are given out.</summary>
    public sealed record SiteView(string Code, string Name, string Zone, TimeOnly DayStart);

    public sealed record TeamView(string Code, string Name, string Site);

    /// <summary>A staff member as they are given out.</summary>
    /// <param name="ActiveFrom">First day of the last period of service.</param>
    /// <param name="ActiveTo">Last day of the last period of service.</param>
    /// <param name="Periods">All periods of service, the first one first.</param>
    public sealed record StaffView(
        string Code, string Name, string Site, string? Team, string? Role, DateOnly? ActiveFrom, DateOnly? ActiveTo, IReadOnlyList<PeriodInput> Periods);

    public sealed record ChannelView(string Code, string Name, string Kind);

    public sealed record ReasonView(string Code, string Name, string? Icon);

    private static RouteHandlerBuilder Upsert<TInput>(RouteHandlerBuilder route)
        where TInput : class => route.Accepts<TInput>("application/json").ProducesProblem(412);

    private static RouteHandlerBuilder Change<TInput>(RouteHandlerBuilder route)
        where TInput : class => route.Accepts<TInput>("application/json").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Ok<ItemList<SiteView>>> ListSites(HttpContext context, Master master)
    {
        var actor = context.Actor();
        return Items((await master.GetAsync(context)).Sites.All.Where(s => actor.Sees(s.Id)).Select(View));
    }

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> GetSite(HttpContext context, Master master, PathCode code) =>
        (await master.GetAsync(context)).Sites.Find(code.Value) is { } site && context.Actor().Sees(site.Id)
            ? Tagged(context, site.Version, View(site)) : Problems.NotFound($"There is no site “{code.Value}”.");

    private static async Task<Results<Ok<SiteView>, Created<SiteView>, ProblemHttpResult>> PutSite(
        HttpContext context, PathCode code, JsonBody<SiteInput> body, SaveOrganisation save) =>
        Saved(context, await save.SiteAsync(context.Actor(), code.Value, body.Value, EntityTags.IfMatch(context), context.RequestAborted), s => s.Version, View);

    private static async Task<Results<Ok<ItemList<TeamView>>, ProblemHttpResult>> ListTeams(HttpContext context, Master master, PathCode code)
    {
        var data = await master.GetAsync(context);
        if (data.Sites.Find(code.Value) is not { } site || !context.Actor().Sees(site.Id)) return Problems.NotFound($"There is no site “{code.Value}”.");
        return Items(data.Teams.Where(t => t.SiteId == site.Id).OrderBy(t => t.Code, StringComparer.Ordinal).Select(t => new TeamView(t.Code, t.Name, site.Code)));
    }

    private static async Task<Results<Ok<TeamView>, ProblemHttpResult>> GetTeam(HttpContext context, Master master, PathCode code, PathCode team)
    {
        var data = await master.GetAsync(context);
        return data.Sites.Find(code.Value) is { } site && context.Actor().Sees(site.Id) && data.Team(site.Id, Code.Trim(team.Value)) is { } found
            ? Tagged(context, found.Version, new TeamView(found.Code, found.Name, site.Code)) : Problems.NotFound($"There is no team “{team.Value}” of a site “{code.Value}”.");
    }

    private static async Task<Results<Ok<TeamView>, Created<TeamView>, ProblemHttpResult>> PutTeam(
        HttpContext context, PathCode code, PathCode team, JsonBody<TeamInput> body, SaveOrganisation save) =>
        Saved(context, await save.TeamAsync(context.Actor(), code.Value, team.Value, body.Value, EntityTags.IfMatch(context), context.RequestAborted), t => t.Version, t => new TeamView(t.Code, t.Name, Code.Trim(code.Value)));

    private static async Task<Ok<ItemList<StaffView>>> ListStaff(HttpContext context, Master master)
    {
        var (data, actor) = (await master.GetAsync(context), context.Actor());
        return Items(data.Staff.All.Where(s => PeopleInSight.IsOnRecord(actor, s)).Select(s => View(s, data)));
    }

    private static async Task<Results<Ok<StaffView>, ProblemHttpResult>> GetStaff(HttpContext context, Master master, PathCode code)
    {
        var data = await master.GetAsync(context);
        return data.Staff.Find(code.Value) is { } person && PeopleInSight.IsOnRecord(context.Actor(), person)
            ? Tagged(context, person.Version, View(person, data)) : Problems.NotFound($"There is no staff member “{code.Value}”.");
    }

    private static async Task<Results<Ok<StaffView>, Created<StaffView>, ProblemHttpResult>> PutStaff(
        HttpContext context, Master master, PathCode code, JsonBody<StaffInput> body, SaveOrganisation save, string? confirm)
    {
        // Asked for where the name changes on the code of somebody who has left.
        if (confirm is not (null or Rename)) return Problems.Validation([new("$.confirm", FieldError.Invalid, $"Only {Rename} can be confirmed.")]);
        var result = await save.StaffAsync(
            context.Actor(), code.Value, body.Value, EntityTags.IfMatch(context), context.RequestAborted, isSamePerson: confirm is Rename);
        var data = await master.GetAsync(context);
        return Saved(context, result, s => s.Version, s => View(s, data));
    }

    private static async Task<Results<Ok<StaffView>, Created<StaffView>, ProblemHttpResult>> RenameStaff(
        HttpContext context, Master master, PathCode code, JsonBody<StaffCodeInput> body, StaffCodes codes)
    {
        var result = await codes.RenameAsync(context.Actor(), code.Value, body.Value.Code, context.RequestAborted);
        var data = await master.GetAsync(context);
        return Saved(context, result, s => s.Version, s => View(s, data));
    }

    private static async Task<Results<Ok<StaffView>, Created<StaffView>, ProblemHttpResult>> MergeStaff(
        HttpContext context, Master master, PathCode code, JsonBody<StaffMergeInput> body, StaffCodes codes)
    {
        var result = await codes.MergeAsync(context.Actor(), code.Value, body.Value.Into, context.RequestAborted);
        var data = await master.GetAsync(context);
        return Saved(context, result, s => s.Version, s => View(s, data));
    }

    private static async Task<Ok<ItemList<ChannelView>>> ListChannels(HttpContext context, Master master) => Items((await master.GetAsync(context)).Channels.All.Select(View));

    private static async Task<Results<Ok<ChannelView>, ProblemHttpResult>> GetChannel(HttpContext context, Master master, PathCode code) =>
        (await master.GetAsync(context)).Channels.Find(code.Value) is { } channel ? Tagged(context, channel.Version, View(channel)) : Problems.NotFound($"There is no channel “{code.Value}”.");

    private static async Task<Results<Ok<ChannelView>, Created<ChannelView>, ProblemHttpResult>> PutChannel(
        HttpContext context, PathCode code, JsonBody<ChannelInput> body, SaveOrganisation save) =>
        Saved(context, await save.ChannelAsync(context.Actor(), code.Value, body.Value, EntityTags.IfMatch(context), context.RequestAborted), c => c.Version, View);

    private static async Task<Ok<ItemList<ReasonView>>> ListReasons(HttpContext context, Master master) => Items((await master.GetAsync(context)).Reasons.All.Select(View));

    private static async Task<Results<Ok<ReasonView>, ProblemHttpResult>> GetReason(HttpContext context, Master master, PathCode code) =>
        (await master.GetAsync(context)).Reasons.Find(code.Value) is { } reason ? Tagged(context, reason.Version, View(reason)) : Problems.NotFound($"There is no reason “{code.Value}”.");

    private static async Task<Results<Ok<ReasonView>, Created<ReasonView>, ProblemHttpResult>> PutReason(
        HttpContext context, PathCode code, JsonBody<ReasonInput> body, SaveOrganisation save) =>
        Saved(context, await save.ReasonAsync(context.Actor(), code.Value, body.Value, EntityTags.IfMatch(context), context.RequestAborted), r => r.Version, View);

    private static SiteView View(Site s) => new(s.Code, s.Name, s.Zone, s.DayStart);

    private static StaffView View(StaffMember s, MasterData data) =>
        new(s.Code, s.Name, data.Sites[s.HomeSiteId].Code, data.Team(s.HomeSiteId, s.HomeTeamId)?.Code, s.RoleTitle, s.ActiveFrom, s.ActiveTo,
            [.. s.Periods.Select(p => new PeriodInput(p.From, p.To))]);

    private static ChannelView View(Channel c) => new(c.Code, c.Name, SnakeCase<ChannelKind>.Text(c.Kind));

    private static ReasonView View(Reason r) => new(r.Code, r.Name, r.Icon);

    private static Ok<T> Tagged<T>(HttpContext context, int version, T view)
    {
        EntityTags.Set(context, version);
        return TypedResults.Ok(view);
    }

    private static Ok<ItemList<T>> Items<T>(IEnumerable<T> items) => TypedResults.Ok(new ItemList<T>([.. items], null));

    private static Results<Ok<TView>, Created<TView>, ProblemHttpResult> Saved<T, TView>(HttpContext context, Result<T> result, Func<T, int> version, Func<T, TView> view)
    {
        if (result is not Result<T>.Ok saved) return Problems.From(result);
        EntityTags.Set(context, version(saved.Value));
        return saved.IsNew ? TypedResults.Created(context.Request.Path, view(saved.Value)) : TypedResults.Ok(view(saved.Value));
    }
}
