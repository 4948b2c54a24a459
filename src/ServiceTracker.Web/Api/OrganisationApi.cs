using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Sites, teams, staff, channels and reasons: upsert by code, and lists.</summary>
public static class OrganisationApi
{
    private const string Rename = "rename";

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("").WithTags("Organisation");
        write = write.MapGroup("").WithTags("Organisation");
        read.MapGet("/sites", ListSites).WithName("ListSites")
            .WithSummary("List sites").WithDescription("The sites that the token may see, by code.");
        read.MapGet("/sites/{code}", GetSite).WithName("GetSite")
            .WithSummary("Read a site").WithDescription("One site, with the ETag to edit it.")
            .ProducesProblem(404).GivesEntityTag();
        Upsert<SiteInput>(write.MapPut("/sites/{code}", PutSite)).WithName("PutSite")
            .WithSummary("Create or change a site").WithDescription(
                "For administrators. The time zone and the start of the day decide to which business date an interaction belongs; they do "
                + "not move what is stored.");
        read.MapGet("/sites/{code}/teams", ListTeams).WithName("ListTeams")
            .WithSummary("List the teams of a site").WithDescription("By code.")
            .ProducesProblem(404);
        read.MapGet("/sites/{code}/teams/{team}", GetTeam).WithName("GetTeam")
            .WithSummary("Read a team").WithDescription("One team of a site, with the ETag to edit it.")
            .ProducesProblem(404).GivesEntityTag();
        Upsert<TeamInput>(write.MapPut("/sites/{code}/teams/{team}", PutTeam)).WithName("PutTeam")
            .WithMetadata(new ReadOnlyMembers("code", "site"))
            .WithSummary("Create or change a team").WithDescription("For administrators and managers of the site.");
        read.MapGet("/staff", ListStaff).WithName("ListStaff")
            .WithSummary("List staff").WithDescription("Those whose home site the token may see, leavers included, by code.");
        read.MapGet("/staff/{code}", GetStaff).WithName("GetStaff")
            .WithSummary("Read a staff member").WithDescription("One staff member, with the ETag to edit them.")
            .ProducesProblem(404).GivesEntityTag();
        Upsert<StaffInput>(write.MapPut("/staff/{code}", PutStaff)).WithName("PutStaff")
            .WithSummary("Create or change a staff member").WithDescription(
                "For administrators and managers of the home site. Whoever leaves gets a last day and keeps their history.")
                    .ProducesProblem(409);
        Change<StaffCodeInput>(write.MapPost("/staff/{code}/rename", RenameStaff)).WithName("RenameStaff")
            .WithSummary("Change a staff member's code")
            .WithDescription("For administrators and managers of the home site. What was logged stays theirs.").GivesEntityTag();
        Change<StaffMergeInput>(write.MapPost("/staff/{code}/merge", MergeStaff)).WithName("MergeStaff")
            .WithSummary("Merge two staff members").WithDescription(
                "Where two turned out to be one: all that is stored about the first belongs to the one named, who stays.").GivesEntityTag();
        read.MapGet("/channels", ListChannels).WithName("ListChannels")
            .WithSummary("List channels").WithDescription("By code.");
        read.MapGet("/channels/{code}", GetChannel).WithName("GetChannel")
            .WithSummary("Read a channel").WithDescription("One channel, with the ETag to edit it.")
            .ProducesProblem(404).GivesEntityTag();
        Upsert<ChannelInput>(write.MapPut("/channels/{code}", PutChannel)).WithName("PutChannel")
            .WithSummary("Create or change a channel").WithDescription("For administrators.");
        read.MapGet("/reasons", ListReasons).WithName("ListReasons")
            .WithSummary("List reasons").WithDescription("What customers come about, by code.");
        read.MapGet("/reasons/{code}", GetReason).WithName("GetReason")
            .WithSummary("Read a reason").WithDescription("One reason, with the ETag to edit it.")
            .ProducesProblem(404).GivesEntityTag();
        Upsert<ReasonInput>(write.MapPut("/reasons/{code}", PutReason)).WithName("PutReason")
            .WithSummary("Create or change a reason").WithDescription("For administrators.");
    }

    /// <summary>Shapes that are given out.</summary>
    public sealed record SiteView(string Code, string Name, string Zone, TimeOnly DayStart, int IdleLock, int FullCheckOneIn);

    public sealed record TeamView(string Code, string Name, string Site);

    /// <summary>A staff member as they are given out.</summary>
    /// <param name="ActiveFrom">First day of the last period of service.</param>
    /// <param name="ActiveTo">Last day of the last period of service.</param>
    /// <param name="Periods">All periods of service, the first one first.</param>
    public sealed record StaffView(
        string Code, string Name, string Site, string? Team, string? Role, DateOnly? ActiveFrom, DateOnly? ActiveTo,
        IReadOnlyList<PeriodInput> Periods);

    public sealed record ChannelView(string Code, string Name, [property: OneOf(typeof(ChannelKind))] string Kind);

    public sealed record ReasonView(
        string Code, string Name, [property: OneOf(typeof(Reason), nameof(Reason.Icons))] string? Icon, bool Complaint);

    private static RouteHandlerBuilder Upsert<TInput>(RouteHandlerBuilder route)
        where TInput : class => route.Accepts<TInput>("application/json").ProducesProblem(412).WithMetadata(new ReadOnlyMembers("code"));

    private static RouteHandlerBuilder Change<TInput>(RouteHandlerBuilder route)
        where TInput : class => route.Accepts<TInput>("application/json").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Ok<ItemList<SiteView>>, ProblemHttpResult>> ListSites(
        HttpContext context, MasterDataReader master, string? after, int? limit)
    {
        var actor = context.Actor();
        return Pages.Of(
            context, actor.OfOwnSites((await master.GetAsync(context.RequestAborted)).Sites.All).Select(View), s => s.Code, after, limit);
    }

    private static async Task<Results<Ok<SiteView>, ProblemHttpResult>> GetSite(
        HttpContext context, MasterDataReader master, PathCode code) =>
        context.Actor().IfOwn((await master.GetAsync(context.RequestAborted)).Sites.Find(code.Value)) is { } site
            ? Tagged(context, site.Version, View(site)) : Problems.NotFound($"There is no site “{code.Value}”.");

    private static async Task<Results<Ok<SiteView>, Created<SiteView>, ProblemHttpResult>> PutSite(
        HttpContext context, MasterDataReader master, PathCode code, JsonBody<SiteInput> body, SaveOrganisation save, LastWriteWins wins)
    {
        if (body.Changed(("code", Code.Trim(code.Value))) is { Count: > 0 } changed) return Problems.Validation(changed);
        var version = EntityTags.Expected(context, (await master.GetAsync(context.RequestAborted)).Sites.Find(code.Value)?.Version);
        var result = await wins.RunAsync(
            version, () => save.SiteAsync(context.Actor(), code.Value, body.Value, version, context.RequestAborted),
            context.RequestAborted);
        return Saved(context, result, s => s.Version, View);
    }

    private static async Task<Results<Ok<ItemList<TeamView>>, ProblemHttpResult>> ListTeams(
        HttpContext context, MasterDataReader master, PathCode code, string? after, int? limit)
    {
        var data = await master.GetAsync(context.RequestAborted);
        if (context.Actor().IfOwn(data.Sites.Find(code.Value)) is not { } site)
            return Problems.NotFound($"There is no site “{code.Value}”.");
        return Pages.Of(
            context, data.Teams.Where(t => t.SiteId == site.Id).OrderBy(t => t.Code, StringComparer.Ordinal).Select(t =>
                new TeamView(t.Code, t.Name, site.Code)), t => t.Code, after, limit);
    }

    private static async Task<Results<Ok<TeamView>, ProblemHttpResult>> GetTeam(
        HttpContext context, MasterDataReader master, PathCode code, PathCode team)
    {
        var data = await master.GetAsync(context.RequestAborted);
        return context.Actor().IfOwn(data.Sites.Find(code.Value)) is { } site && data.Team(site.Id, Code.Trim(team.Value)) is { } found
            ? Tagged(context, found.Version, new TeamView(found.Code, found.Name, site.Code))
            : Problems.NotFound($"There is no team “{team.Value}” of a site “{code.Value}”.");
    }

    private static async Task<Results<Ok<TeamView>, Created<TeamView>, ProblemHttpResult>> PutTeam(
        HttpContext context, MasterDataReader master, PathCode code, PathCode team,
        JsonBody<TeamInput> body, SaveOrganisation save, LastWriteWins wins)
    {
        if (body.Changed(("code", Code.Trim(team.Value)), ("site", Code.Trim(code.Value))) is { Count: > 0 } changed)
            return Problems.Validation(changed);
        var data = await master.GetAsync(context.RequestAborted);
        var version = EntityTags.Expected(
            context, data.Sites.Find(code.Value) is { } site ? data.Team(site.Id, Code.Trim(team.Value))?.Version : null);
        var result = await wins.RunAsync(
            version, () => save.TeamAsync(context.Actor(), code.Value, team.Value, body.Value, version, context.RequestAborted),
            context.RequestAborted);
        return Saved(context, result, t => t.Version, t => new TeamView(t.Code, t.Name, Code.Trim(code.Value)));
    }

    private static async Task<Results<Ok<ItemList<StaffView>>, ProblemHttpResult>> ListStaff(
        HttpContext context, MasterDataReader master, string? after, int? limit)
    {
        var (data, actor) = (await master.GetAsync(context.RequestAborted), context.Actor());
        return Pages.Of(
            context, data.Staff.All.Where(s => PeopleInSight.IsOnRecord(actor, s)).Select(s => View(s, data)), s => s.Code, after, limit);
    }

    private static async Task<Results<Ok<StaffView>, ProblemHttpResult>> GetStaff(
        HttpContext context, MasterDataReader master, PathCode code)
    {
        var data = await master.GetAsync(context.RequestAborted);
        return data.Staff.Find(code.Value) is { } person && PeopleInSight.IsOnRecord(context.Actor(), person)
            ? Tagged(context, person.Version, View(person, data)) : Problems.NotFound($"There is no staff member “{code.Value}”.");
    }

    private static async Task<Results<Ok<StaffView>, Created<StaffView>, ProblemHttpResult>> PutStaff(
        HttpContext context, MasterDataReader master, PathCode code, JsonBody<StaffInput> body, SaveOrganisation save, LastWriteWins wins,
        [Description("rename: this is the same person who had left, under another name.")] string? confirm)
    {
        // Asked for where the name changes on the code of somebody who has left.
        if (confirm is not (null or Rename))
            return Problems.Validation([new("$.confirm", FieldError.Invalid, $"Only {Rename} can be confirmed.")]);
        if (body.Changed(("code", Code.Trim(code.Value))) is { Count: > 0 } changed) return Problems.Validation(changed);
        var version = EntityTags.Expected(context, (await master.GetAsync(context.RequestAborted)).Staff.Find(code.Value)?.Version);
        var isSame = confirm is Rename;
        var result = await wins.RunAsync(
            version, () => save.StaffAsync(context.Actor(), code.Value, body.Value, version, context.RequestAborted, isSame),
            context.RequestAborted);
        var data = await master.GetAsync(context.RequestAborted);
        return Saved(context, result, s => s.Version, s => View(s, data));
    }

    private static async Task<Results<Ok<StaffView>, Created<StaffView>, ProblemHttpResult>> RenameStaff(
        HttpContext context, MasterDataReader master, PathCode code, JsonBody<StaffCodeInput> body, StaffCodes codes)
    {
        var version = EntityTags.Expected(context, (await master.GetAsync(context.RequestAborted)).Staff.Find(code.Value)?.Version);
        var result = await codes.RenameAsync(context.Actor(), code.Value, body.Value.Code, version, context.RequestAborted);
        var data = await master.GetAsync(context.RequestAborted);
        return Saved(context, result, s => s.Version, s => View(s, data));
    }

    private static async Task<Results<Ok<StaffView>, Created<StaffView>, ProblemHttpResult>> MergeStaff(
        HttpContext context, MasterDataReader master, PathCode code, JsonBody<StaffMergeInput> body, StaffCodes codes)
    {
        var version = EntityTags.Expected(context, (await master.GetAsync(context.RequestAborted)).Staff.Find(code.Value)?.Version);
        var result = await codes.MergeAsync(context.Actor(), code.Value, body.Value.Into, version, context.RequestAborted);
        var data = await master.GetAsync(context.RequestAborted);
        return Saved(context, result, s => s.Version, s => View(s, data));
    }

    private static async Task<Results<Ok<ItemList<ChannelView>>, ProblemHttpResult>> ListChannels(
        HttpContext context, MasterDataReader master, string? after, int? limit) =>
        Pages.Of(context, (await master.GetAsync(context.RequestAborted)).Channels.All.Select(View), c => c.Code, after, limit);

    private static async Task<Results<Ok<ChannelView>, ProblemHttpResult>> GetChannel(
        HttpContext context, MasterDataReader master, PathCode code) =>
        (await master.GetAsync(context.RequestAborted)).Channels.Find(code.Value) is { } channel
            ? Tagged(context, channel.Version, View(channel)) : Problems.NotFound($"There is no channel “{code.Value}”.");

    private static async Task<Results<Ok<ChannelView>, Created<ChannelView>, ProblemHttpResult>> PutChannel(
        HttpContext context, MasterDataReader master, PathCode code, JsonBody<ChannelInput> body, SaveOrganisation save, LastWriteWins wins)
    {
        if (body.Changed(("code", Code.Trim(code.Value))) is { Count: > 0 } changed) return Problems.Validation(changed);
        var version = EntityTags.Expected(context, (await master.GetAsync(context.RequestAborted)).Channels.Find(code.Value)?.Version);
        var result = await wins.RunAsync(
            version, () => save.ChannelAsync(context.Actor(), code.Value, body.Value, version, context.RequestAborted),
            context.RequestAborted);
        return Saved(context, result, c => c.Version, View);
    }

    private static async Task<Results<Ok<ItemList<ReasonView>>, ProblemHttpResult>> ListReasons(
        HttpContext context, MasterDataReader master, string? after, int? limit) =>
        Pages.Of(context, (await master.GetAsync(context.RequestAborted)).Reasons.All.Select(View), r => r.Code, after, limit);

    private static async Task<Results<Ok<ReasonView>, ProblemHttpResult>> GetReason(
        HttpContext context, MasterDataReader master, PathCode code) =>
        (await master.GetAsync(context.RequestAborted)).Reasons.Find(code.Value) is { } reason
            ? Tagged(context, reason.Version, View(reason)) : Problems.NotFound($"There is no reason “{code.Value}”.");

    private static async Task<Results<Ok<ReasonView>, Created<ReasonView>, ProblemHttpResult>> PutReason(
        HttpContext context, MasterDataReader master, PathCode code, JsonBody<ReasonInput> body, SaveOrganisation save, LastWriteWins wins)
    {
        if (body.Changed(("code", Code.Trim(code.Value))) is { Count: > 0 } changed) return Problems.Validation(changed);
        var version = EntityTags.Expected(context, (await master.GetAsync(context.RequestAborted)).Reasons.Find(code.Value)?.Version);
        var result = await wins.RunAsync(
            version, () => save.ReasonAsync(context.Actor(), code.Value, body.Value, version, context.RequestAborted),
            context.RequestAborted);
        return Saved(context, result, r => r.Version, View);
    }

    private static SiteView View(Site s) => new(s.Code, s.Name, s.Zone, s.DayStart, s.IdleLock, s.FullCheckOneIn);

    private static StaffView View(StaffMember s, MasterData data) =>
        new(s.Code, s.Name, data.Sites[s.HomeSiteId].Code, data
            .Team(s.HomeSiteId, s.HomeTeamId)?.Code, s.RoleTitle, s.ActiveFrom, s.ActiveTo,
            [.. s.Periods.Select(p => new PeriodInput(p.From, p.To))]);

    private static ChannelView View(Channel c) => new(c.Code, c.Name, SnakeCase<ChannelKind>.Text(c.Kind));

    private static ReasonView View(Reason r) => new(r.Code, r.Name, r.Icon, r.IsComplaint);

    private static Ok<T> Tagged<T>(HttpContext context, int version, T view)
    {
        EntityTags.Set(context, version);
        return TypedResults.Ok(view);
    }

    private static Results<Ok<TView>, Created<TView>, ProblemHttpResult> Saved<T, TView>(
        HttpContext context, Result<T> result, Func<T, int> version, Func<T, TView> view)
    {
        if (result is not Result<T>.Ok saved) return Problems.From(result);
        EntityTags.Set(context, version(saved.Value));
        return saved.IsNew ? TypedResults.Created(context.SentPath(), view(saved.Value)) : TypedResults.Ok(view(saved.Value));
    }
}
