using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// Sites, teams, staff, channels and reasons that a file names and the organisation does not have, each with its code as its name.
/// </summary>
/// <param name="master">What the organisation has.</param>
/// <param name="zone">Time zone of new sites.</param>
internal sealed class MissingReferences(MasterData master, string? zone)
{
    // New things carry ids below zero until the store gives them theirs.
    private readonly Dictionary<string, Site> sites = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Site, string Team), Team> teams = [];
    private readonly Dictionary<string, (StaffMember Person, string Site, string? Team)> staff = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Channel> channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Reason> reasons = new(StringComparer.Ordinal);

    /// <summary>Whether new sites are needed without a zone to put them in.</summary>
    public bool LacksZone => sites.Count > 0 && zone is null;

    private bool Any => sites.Count + teams.Count + staff.Count + channels.Count + reasons.Count > 0;

    /// <summary>Notes what an entry names for the first time.</summary>
    public void Note(InteractionEntry entry)
    {
        if (!Code.IsValid(entry.Site)) return;
        var site = Code.Trim(entry.Site);
        if (master.Sites.Find(site) is null && !sites.ContainsKey(site))
            sites.Add(site, new Site { Id = -1 - sites.Count, Code = site, Name = site, Zone = zone ?? "UTC" });

        var team = Code.IsValid(entry.Team) ? Code.Trim(entry.Team) : null;
        if (team is not null && TeamOf(site, team) is null)
            teams.Add((site, team), new Team { SiteId = SiteId(site), Id = -1 - teams.Count, Code = team, Name = team });

        if (Code.IsValid(entry.Staff) && Code.Trim(entry.Staff) is var person && master.Staff.Find(person) is null && !staff.ContainsKey(person))
            staff.Add(person, (new StaffMember { Id = -1 - staff.Count, Code = person, Name = person, HomeSiteId = SiteId(site) }, site, team));
        if (Code.IsValid(entry.Channel) && Code.Trim(entry.Channel) is var channel && master.Channels.Find(channel) is null && !channels.ContainsKey(channel))
            channels.Add(channel, new Channel { Id = -1 - channels.Count, Code = channel, Name = channel, Kind = ChannelKind.Other });
        if (Code.IsValid(entry.Reason) && Code.Trim(entry.Reason) is var reason && master.Reasons.Find(reason) is null && !reasons.ContainsKey(reason))
            reasons.Add(reason, new Reason { Id = -1 - reasons.Count, Code = reason, Name = reason });
    }

    /// <summary>Master data as they would be with everything noted.</summary>
    public MasterData Added() => !Any ? master : new MasterData(
        master.Revision,
        [.. master.Sites.All, .. sites.Values],
        [.. master.Teams, .. teams.Values],
        [.. master.Staff.All, .. staff.Values.Select(s => s.Person)],
        [.. master.Channels.All, .. channels.Values],
        [.. master.Reasons.All, .. reasons.Values],
        [.. master.Baselines.Values]);

    /// <summary>Makes everything noted, inside the open transaction.</summary>
    /// <returns>Master data with the ids the store gave.</returns>
    public async Task<MasterData> CreateAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        if (!Any) return master;
        var newSites = sites.Values.Select(s => new Site { Code = s.Code, Name = s.Name, Zone = s.Zone }).ToDictionary(s => s.Code, StringComparer.Ordinal);
        db.Sites.AddRange(newSites.Values);
        db.Channels.AddRange(channels.Values.Select(c => new Channel { Code = c.Code, Name = c.Name, Kind = c.Kind }));
        db.Reasons.AddRange(reasons.Values.Select(r => new Reason { Code = r.Code, Name = r.Name }));
        await db.SaveChangesAsync(cancellation);

        int RealSite(string code) => newSites.TryGetValue(code, out var made) ? made.Id : master.Sites.Find(code)!.Id;
        var newTeams = new Dictionary<(string, string), Team>();
        foreach (var perSite in teams.GroupBy(t => t.Key.Site))
        {
            var site = RealSite(perSite.Key);
            var id = master.Teams.Where(t => t.SiteId == site).Select(t => t.Id).DefaultIfEmpty().Max();
            foreach (var (key, team) in perSite) newTeams.Add(key, new Team { SiteId = site, Id = ++id, Code = team.Code, Name = team.Name });
        }

        db.Teams.AddRange(newTeams.Values);
        db.Staff.AddRange(staff.Values.Select(s => new StaffMember
        {
            Code = s.Person.Code,
            Name = s.Person.Name,
            HomeSiteId = RealSite(s.Site),
            HomeTeamId = s.Team is null ? null : newTeams.GetValueOrDefault((s.Site, s.Team))?.Id ?? master.Team(RealSite(s.Site), s.Team)?.Id,
        }));
        await MasterDataCache.SaveAsync(db, cancellation);
        return await MasterDataCache.LoadInsideAsync(db, cancellation);
    }

    private int SiteId(string code) => sites.GetValueOrDefault(code)?.Id ?? master.Sites.Find(code)!.Id;

    private Team? TeamOf(string site, string team) => teams.GetValueOrDefault((site, team)) ?? master.Team(SiteId(site), team);
}
