using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>
/// Makes or changes sites, teams, staff, channels and reasons, each by its code. Every change is audited and tells all servers.
/// </summary>
public sealed class SaveOrganisation(IServiceTrackerDb db, IStore store, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The version of what must not exist yet: saving with it only adds.</summary>
    public const int NotThere = 0;

    private static readonly SiteInputValidator SiteRules = new();
    private static readonly TeamInputValidator TeamRules = new();
    private static readonly StaffInputValidator StaffRules = new();
    private static readonly ChannelInputValidator ChannelRules = new();
    private static readonly ReasonInputValidator ReasonRules = new();

    /// <summary>Makes or changes a site.</summary>
    /// <param name="actor">An administrator.</param>
    /// <param name="code">The site's code.</param>
    /// <param name="input">What it is to be.</param>
    /// <param name="version">The version it was read at; null to save whatever it is now.</param>
    public async Task<Result<Site>> SiteAsync(Actor actor, string code, SiteInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden("Sites are set up by an administrator.");
        if (Check(code, SiteRules, input) is { } wrong) return Refusal.Invalid(wrong);
        code = Code.Trim(code);
        var site = await db.Sites.SingleOrDefaultAsync(s => s.Code == code, cancellation);
        if (IsStale(site?.Version, version)) return StaleOf(version);
        var before = site is null ? null : Snapshot(site);
        if (site is null) db.Sites.Add(site = new Site { Code = code, Name = "", Zone = input.Zone!.Trim() });
        else site.Version++;
        (site.Name, site.DayStart) = (input.Name!.Trim(), input.DayStart ?? TimeOnly.MinValue);
        site.IdleLock = input.IdleLock ?? Site.UsualIdleLock;
        site.FullCheckOneIn = input.FullCheckOneIn ?? Site.UsualFullCheckOneIn;
        site.MoveTo(input.Zone!.Trim());
        return await SaveAsync(actor, "site", code, before, Snapshot(site), site, version, cancellation);

        static object Snapshot(Site s) => new { s.Name, s.Zone, s.DayStart, s.IdleLock, s.FullCheckOneIn };
    }

    /// <summary>Makes or changes a team of a site.</summary>
    public async Task<Result<Team>> TeamAsync(
        Actor actor, string siteCode, string code, TeamInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("Teams are set up by a manager.");
        siteCode = Code.Trim(siteCode);
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Code == siteCode, cancellation) is not { } site
            || !actor.Sees(site.Id))
            return Refusal.NotFound($"There is no site “{siteCode}”.");
        if (Check(code, TeamRules, input) is { } wrong) return Refusal.Invalid(wrong);
        code = Code.Trim(code);
        var team = await db.Teams.SingleOrDefaultAsync(t => t.SiteId == site.Id && t.Code == code, cancellation);
        if (IsStale(team?.Version, version)) return StaleOf(version);
        var before = team?.Name;
        if (team is null)
        {
            // Ids count within the site; two at once meet in the primary key, and the second is asked to try again.
            var id = 1 + (await db.Teams.Where(t => t.SiteId == site.Id).MaxAsync(t => (int?)t.Id, cancellation) ?? 0);
            db.Teams.Add(team = new Team { SiteId = site.Id, Id = id, Code = code, Name = "" });
        }
        else team.Version++;
        team.Name = input.Name!.Trim();
        return await SaveAsync(actor, "team", $"{siteCode}/{code}", before, team.Name, team, version, cancellation, site.Id);
    }

    /// <summary>Makes or changes a staff member.</summary>
    /// <param name="actor">A manager of the home site.</param>
    /// <param name="code">The person's code.</param>
    /// <param name="input">What they are to be.</param>
    /// <param name="version">The version it was read at; null to save whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <param name="isSamePerson">Another name on the code of somebody who has left is meant: it is still the same person.</param>
    public async Task<Result<StaffMember>> StaffAsync(
        Actor actor, string code, StaffInput input, int? version, CancellationToken cancellation, bool isSamePerson = false)
    {
        if (!actor.Manages) return Refusal.Forbidden("People are set up by a manager.");
        if (Check(code, StaffRules, input) is { } wrong) return Refusal.Invalid(wrong);
        code = Code.Trim(code);
        var siteCode = Code.Trim(input.Site);
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Code == siteCode, cancellation) is not { } site
            || !actor.Sees(site.Id))
            return new FieldError("$.site", FieldError.UnknownReference, $"There is no site “{siteCode}”.");
        Team? team = null;
        if (!string.IsNullOrWhiteSpace(input.Team))
        {
            var teamCode = Code.Trim(input.Team);
            team = await db.Teams.AsNoTracking().SingleOrDefaultAsync(t => t.SiteId == site.Id && t.Code == teamCode, cancellation);
            if (team is null) return new FieldError("$.team", FieldError.UnknownReference, $"{siteCode} has no team “{teamCode}”.");
        }

        var person = await db.Staff.SingleOrDefaultAsync(s => s.Code == code, cancellation);
        if (person is not null && !actor.Sees(person.HomeSiteId)) return Refusal.Conflict($"The code “{code}” is taken; choose another.");
        if (IsStale(person?.Version, version)) return StaleOf(version);
        if (person is null && await FormerOwnerAsync(code, cancellation) is { } owner)
        {
            if (version == NotThere && actor.Sees(owner.HomeSiteId)) return StaleOf(version);
            return Refusal.Conflict(actor.Sees(owner.HomeSiteId)
                ? $"“{code}” was the code of {owner.Name}, who is “{owner.Code}” now, and leads to them for ever. " +
                    "Use that code, or another one for somebody new."
                : $"The code “{code}” is taken; choose another.");
        }

        var name = input.Name!.Trim();
        if (person is not null && person.Name != name && !isSamePerson && await HasLeftAsync(person, cancellation))
        {
            return Refusal.Conflict(
                $"“{code}” belongs to {person.Name}, who has left and keeps their history. Give somebody new another code; " +
                "if it is the same person under another name, say so with confirm=rename.");
        }

        var periods = ServicePeriods.Of(input, person, out var wrongPeriods);
        if (wrongPeriods.Count > 0) return Refusal.Invalid(wrongPeriods);
        var before = person is null ? null : Snapshot(person);
        if (person is null) db.Staff.Add(person = new StaffMember { Code = code, Name = "" });
        else person.Version++;
        (person.Name, person.HomeSiteId, person.HomeTeamId) = (name, site.Id, team?.Id);
        person.RoleTitle = string.IsNullOrWhiteSpace(input.Role) ? null : input.Role.Trim();
        if (person.RoleTitle is { } role && !await db.RoleTitles.AnyAsync(r => r.Title == role, cancellation))
            db.RoleTitles.Add(new RoleTitle { Title = role });
        person.Serve(periods);
        return await SaveAsync(actor, "staff", code, before, Snapshot(person), person, version, cancellation, site.Id);

        static object Snapshot(StaffMember s) => new { s.Name, s.HomeSiteId, s.HomeTeamId, s.RoleTitle, s.Periods };
    }

    /// <summary>Makes or changes a channel.</summary>
    public async Task<Result<Channel>> ChannelAsync(
        Actor actor, string code, ChannelInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden("Channels are set up by an administrator.");
        if (Check(code, ChannelRules, input) is { } wrong) return Refusal.Invalid(wrong);
        code = Code.Trim(code);
        var channel = await db.Channels.SingleOrDefaultAsync(c => c.Code == code, cancellation);
        if (IsStale(channel?.Version, version)) return StaleOf(version);
        var before = channel is null ? null : Snapshot(channel);
        if (channel is null) db.Channels.Add(channel = new Channel { Code = code, Name = "", Kind = ChannelKind.Other });
        else channel.Version++;
        channel.Name = input.Name!.Trim();
        if (SnakeCase<ChannelKind>.TryParse(input.Kind, out var kind)) channel.Kind = kind;
        return await SaveAsync(actor, "channel", code, before, Snapshot(channel), channel, version, cancellation);

        static object Snapshot(Channel c) => new { c.Name, Kind = SnakeCase<ChannelKind>.Text(c.Kind) };
    }

    /// <summary>Makes or changes a reason.</summary>
    public async Task<Result<Reason>> ReasonAsync(Actor actor, string code, ReasonInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden("Reasons are set up by an administrator.");
        if (Check(code, ReasonRules, input) is { } wrong) return Refusal.Invalid(wrong);
        code = Code.Trim(code);
        var reason = await db.Reasons.SingleOrDefaultAsync(r => r.Code == code, cancellation);
        if (IsStale(reason?.Version, version)) return StaleOf(version);
        var before = reason is null ? null : Snapshot(reason);
        if (reason is null) db.Reasons.Add(reason = new Reason { Code = code, Name = "" });
        else reason.Version++;
        (reason.Name, reason.Icon, reason.IsComplaint) = (input.Name!.Trim(), input.Icon, input.Complaint ?? reason.IsComplaint);
        return await SaveAsync(actor, "reason", code, before, Snapshot(reason), reason, version, cancellation);

        static object Snapshot(Reason r) => new { r.Name, r.Icon, complaint = r.IsComplaint };
    }

    private async Task<StaffMember?> FormerOwnerAsync(string code, CancellationToken cancellation) =>
        await db.FormerStaffCodes.AsNoTracking().FirstOrDefaultAsync(c => c.Code == code, cancellation) is { } former
            ? await db.Staff.AsNoTracking().FirstOrDefaultAsync(s => s.Id == former.StaffId, cancellation) : null;

    private async Task<bool> HasLeftAsync(StaffMember person, CancellationToken cancellation)
    {
        var home = await db.Sites.AsNoTracking().SingleAsync(s => s.Id == person.HomeSiteId, cancellation);
        return person.HasLeftBy(home.Calendar.At(clock.GetUtcNow().UtcDateTime).BusinessDate);
    }

    private static List<FieldError>? Check<T>(string code, AbstractValidator<T> rules, T input)
    {
        List<FieldError> errors = [.. OrganisationRules.CheckCode(code), .. FieldError.From(rules.Validate(input))];
        return errors.Count > 0 ? errors : null;
    }

    /// <summary>Whether what is stored is not what the caller read.</summary>
    /// <param name="stored">The version there is, or null where nothing is.</param>
    /// <param name="read">The version that was read, <see cref="NotThere"/>, or null where it does not matter.</param>
    internal static bool IsStale(int? stored, int? read) => read is not null && read != (stored ?? NotThere);

    /// <summary>What is said of it.</summary>
    internal static Refusal StaleOf(int? read) => Refusal.Stale(read == NotThere
        ? "It is there already, and only something new was to be made. Read it, or choose another code."
        : "Somebody else changed it since you read it. Read it again and make your change to that.");

    private async Task<Result<T>> SaveAsync<T>(
        Actor actor, string kind, string subject, object? before, object after, T saved, int? version, CancellationToken cancellation,
        int siteId = 0)
    {
        audit.Record(actor, kind + ".saved", $"{kind}/{subject}", before, after, siteId);
        try
        {
            await MasterDataChanges.SaveAsync(db, cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return StaleOf(null);
        }
        catch (DbUpdateException e) when ((before is null || kind == "staff") && store.TroubleOf(e) == StoreTrouble.Refused)
        {
            if (version == NotThere) return StaleOf(version);
            return Refusal.Conflict($"Somebody else made “{subject}” at the same moment. Read it again and make your change to that.");
        }

        return new Result<T>.Ok(saved, before is null);
    }
}
