using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>
/// Sites, teams, staff, channels and reasons that a file names and the organisation does not have, each with its code as its name. Words
/// for nothing are not made into people, nor is another way to write somebody who is there already.
/// </summary>
/// <param name="master">What the organisation has.</param>
/// <param name="lookAlike">Tells which codes look the same.</param>
/// <param name="options">In which zone new sites lie, and whether look-alikes are wanted.</param>
internal sealed class MissingReferences(MasterData master, LookAlike lookAlike, ImportOptions options)
{
    // New things carry ids below zero until the store gives them theirs.
    private readonly Dictionary<string, Site> sites = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Site, string Team), Team> teams = [];
    private readonly Dictionary<string, StaffMember> staff = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Channel> channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Reason> reasons = new(StringComparer.Ordinal);

    private readonly NewCodes siteCodes = new(
        lookAlike, master.Sites.All.Select(s => s.Code), options.AllowLookAlikes, CodeOf(options.DefaultSite)),
        staffCodes = new(lookAlike, CodesOfPeople(master), options.AllowLookAlikes),
        channelCodes = new(lookAlike, master.Channels.All.Select(c => c.Code), options.AllowLookAlikes),
        reasonCodes = new(lookAlike, master.Reasons.All.Select(r => r.Code), options.AllowLookAlikes);

    private readonly Dictionary<string, NewCodes> teamCodes = new(StringComparer.Ordinal);

    // What rows that can be stored name, in the order of the file: nothing is made for a row that is not. A person's home is that of the
    // first such row.
    private readonly OrderedDictionary<string, bool> usedSites = new(StringComparer.Ordinal), usedChannels = new(StringComparer.Ordinal),
        usedReasons = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<(string Site, string Team), bool> usedTeams = [];
    private readonly OrderedDictionary<string, (string Site, string? Team)> usedStaff = new(StringComparer.Ordinal);

    /// <summary>Whether new sites are needed without a zone to put them in.</summary>
    public bool LacksZone => usedSites.Count > 0 && options.Zone is null;

    private bool Any => sites.Count + teams.Count + staff.Count + channels.Count + reasons.Count > 0;

    private bool AnyUsed => usedSites.Count + usedTeams.Count + usedStaff.Count + usedChannels.Count + usedReasons.Count > 0;

    /// <summary>Notes what an entry names for the first time.</summary>
    public void Note(InteractionEntry entry)
    {
        var (site, team, person, channel, reason) = CodesOf(entry);
        if (channel is not null && master.Channels.Find(channel) is null && !channels.ContainsKey(channel) && channelCodes.May(channel))
            channels.Add(channel, new Channel { Id = -1 - channels.Count, Code = channel, Name = channel, Kind = ChannelKind.Other });
        if (reason is not null && master.Reasons.Find(reason) is null && !reasons.ContainsKey(reason) && reasonCodes.May(reason))
            reasons.Add(reason, new Reason { Id = -1 - reasons.Count, Code = reason, Name = reason });
        if (site is null) return;
        if (master.Sites.Find(site) is null && !sites.ContainsKey(site))
        {
            if (!siteCodes.May(site)) return;
            sites.Add(site, new Site { Id = -1 - sites.Count, Code = site, Name = site, Zone = options.Zone ?? "UTC" });
        }

        if (team is not null && master.Team(SiteId(site), team) is null && !teams.ContainsKey((site, team)) && TeamCodes(site).May(team))
            teams.Add((site, team), new Team { SiteId = SiteId(site), Id = -1 - teams.Count, Code = team, Name = team });
        if (person is not null && master.Staff.Find(person) is null && !staff.ContainsKey(person) && staffCodes.May(person))
            staff.Add(person, new StaffMember { Id = -1 - staff.Count, Code = person, Name = person, HomeSiteId = SiteId(site) });
    }

    /// <summary>Notes that an entry can be stored, so that what it names will be needed.</summary>
    public void Use(InteractionEntry entry)
    {
        if (!Any) return;
        var (site, team, person, channel, reason) = CodesOf(entry);
        if (site is null) return;
        if (sites.ContainsKey(site)) usedSites.TryAdd(site, true);
        if (team is not null && teams.ContainsKey((site, team))) usedTeams.TryAdd((site, team), true);
        if (person is not null && staff.ContainsKey(person)) usedStaff.TryAdd(person, (site, team));
        if (channel is not null && channels.ContainsKey(channel)) usedChannels.TryAdd(channel, true);
        if (reason is not null && reasons.ContainsKey(reason)) usedReasons.TryAdd(reason, true);
    }

    /// <summary>Why a code that an entry names was not made, or null where it is only unknown.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="path">JSON path of the code.</param>
    public CodeRefusal? WhyNot(InteractionEntry entry, string path)
    {
        var (site, team, person, channel, reason) = CodesOf(entry);
        return path switch
        {
            "$.site" => siteCodes.WhyNot(site),
            "$.team" => site is null ? null : teamCodes.GetValueOrDefault(site)?.WhyNot(team),
            "$.staff" => staffCodes.WhyNot(person),
            "$.channel" => channelCodes.WhyNot(channel),
            "$.reason" => reasonCodes.WhyNot(reason),
            _ => null,
        };
    }

    /// <summary>Master data as they would be with everything noted.</summary>
    public MasterData Added() => !Any ? master : new MasterData(
        master.Revision,
        [.. master.Sites.All, .. sites.Values],
        [.. master.Teams, .. teams.Values],
        [.. master.Staff.All, .. staff.Values],
        master.FormerStaffCodes,
        master.Roles.All,
        [.. master.Channels.All, .. channels.Values],
        [.. master.Reasons.All, .. reasons.Values],
        [.. master.Baselines.Values]);

    /// <summary>Makes what is needed and not there, inside the open transaction.</summary>
    /// <returns>Master data as that transaction sees them now, with the ids the store gave, and what was made.</returns>
    public async Task<(MasterData Master, CreatedReferences? Created)> CreateAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        if (!AnyUsed) return (await MasterDataCache.LoadInsideAsync(db, cancellation), null);
        // Whoever changes master data waits here for the other: what a second import names too is there when this one is through.
        await MasterDataChanges.TakeTurnAsync(db, cancellation);
        var now = await MasterDataCache.LoadInsideAsync(db, cancellation);
        var newSites = Wanted(usedSites.Keys, now.Sites, now.Sites.All.Select(s => s.Code))
            .ToDictionary(c => c, c => new Site { Code = c, Name = c, Zone = options.Zone ?? "UTC" }, StringComparer.Ordinal);
        var newChannels = Wanted(usedChannels.Keys, now.Channels, now.Channels.All.Select(c => c.Code));
        var newReasons = Wanted(usedReasons.Keys, now.Reasons, now.Reasons.All.Select(r => r.Code));
        db.Sites.AddRange(newSites.Values);
        db.Channels.AddRange(newChannels.Select(c => new Channel { Code = c, Name = c, Kind = ChannelKind.Other }));
        db.Reasons.AddRange(newReasons.Select(r => new Reason { Code = r, Name = r }));
        await db.SaveChangesAsync(cancellation);

        var newTeams = new Dictionary<(string Site, string Team), Team>();
        foreach (var perSite in usedTeams.Keys.GroupBy(t => t.Site))
        {
            if (RealSite(perSite.Key) is not { } site) continue;
            var there = now.Teams.Where(t => t.SiteId == site).ToList();
            var id = there.Select(t => t.Id).DefaultIfEmpty().Max();
            var codes = new NewCodes(lookAlike, there.Select(t => t.Code), options.AllowLookAlikes);
            foreach (var key in perSite.Where(k => there.All(t => t.Code != k.Team) && codes.May(k.Team)))
                newTeams.Add(key, new Team { SiteId = site, Id = ++id, Code = key.Team, Name = key.Team });
        }

        var newStaff = Wanted(usedStaff.Keys, now.Staff, CodesOfPeople(now)).Where(s => RealSite(usedStaff[s].Site) is not null).ToList();
        db.Teams.AddRange(newTeams.Values);
        db.Staff.AddRange(newStaff.Select(s =>
        {
            var (site, team) = (RealSite(usedStaff[s].Site)!.Value, usedStaff[s].Team);
            return new StaffMember
            {
                Code = s,
                Name = s,
                HomeSiteId = site,
                HomeTeamId = team is null ? null : newTeams.GetValueOrDefault((usedStaff[s].Site, team))?.Id ?? now.Team(site, team)?.Id,
            };
        }));
        await MasterDataChanges.SaveAsync(db, cancellation);
        return (
            await MasterDataCache.LoadInsideAsync(db, cancellation),
            new CreatedReferences(
                CreatedCodes.Of([.. newSites.Keys]), CreatedCodes.Of([.. newTeams.Keys.Select(t => $"{t.Site}/{t.Team}")]),
                CreatedCodes.Of(newStaff), CreatedCodes.Of(newChannels), CreatedCodes.Of(newReasons)));

        int? RealSite(string code) => newSites.GetValueOrDefault(code)?.Id ?? now.Sites.Find(code)?.Id;

        // Somebody may have made one that looks the same a moment ago.
        List<string> Wanted<T>(IEnumerable<string> used, CodeTable<T> there, IEnumerable<string> existing)
            where T : class
        {
            var codes = new NewCodes(lookAlike, existing, options.AllowLookAlikes, CodeOf(options.DefaultSite));
            return [.. used.Where(c => there.Find(c) is null && codes.May(c))];
        }
    }

    private static (string? Site, string? Team, string? Staff, string? Channel, string? Reason) CodesOf(InteractionEntry e) =>
        (CodeOf(e.Site), CodeOf(e.Team), CodeOf(e.Staff), CodeOf(e.Channel), CodeOf(e.Reason));

    // A former code still finds its person, and so another way to write it means that person.
    private static IEnumerable<string> CodesOfPeople(MasterData master) =>
        [.. master.Staff.All.Select(s => s.Code), .. master.FormerStaffCodes.Select(c => c.Code)];

    private static string? CodeOf(string? cell) => Code.IsValid(cell) ? Code.Trim(cell) : null;

    private NewCodes TeamCodes(string site)
    {
        if (teamCodes.TryGetValue(site, out var codes)) return codes;
        var existing = master.Teams.Where(t => t.SiteId == SiteId(site)).Select(t => t.Code);
        return teamCodes[site] = new NewCodes(lookAlike, existing, options.AllowLookAlikes);
    }

    private int SiteId(string code) => sites.GetValueOrDefault(code)?.Id ?? master.Sites.Find(code)!.Id;
}
