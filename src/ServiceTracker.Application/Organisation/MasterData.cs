using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>
/// Sites, teams, staff, channels, reasons and published baselines as they stand at one revision: everything needed to validate
/// and score an interaction without asking the store. Never changed once made.
/// </summary>
public sealed class MasterData
{
    private readonly Dictionary<(int, string), Team> teamsByCode;
    private readonly Dictionary<(int, int), Team> teamsById;
    private readonly Baseline[] inForceOrder;

    public MasterData(
        long revision, IReadOnlyList<Site> sites, IReadOnlyList<Team> teams, IReadOnlyList<StaffMember> staff,
        IReadOnlyList<FormerStaffCode> formerCodes, IReadOnlyList<RoleTitle> roles, IReadOnlyList<Channel> channels,
        IReadOnlyList<Reason> reasons,
        IReadOnlyList<Baseline> published)
    {
        Revision = revision;
        Sites = new(sites, s => s.Code, s => s.Id);
        Staff = new(staff, s => s.Code, s => s.Id, formerCodes.Select(c => (c.Code, c.StaffId)));
        FormerStaffCodes = formerCodes;
        Roles = new(roles, r => r.Title, r => r.Id);
        Channels = new(channels, c => c.Code, c => c.Id);
        Reasons = new(reasons, r => r.Code, r => r.Id);
        ComplaintReasons = reasons.Where(r => r.IsComplaint).Select(r => r.Id).ToHashSet();
        Teams = teams;
        teamsByCode = teams.ToDictionary(t => (t.SiteId, t.Code));
        teamsById = teams.ToDictionary(t => (t.SiteId, t.Id));
        Baselines = published.ToDictionary(b => b.Number);
        inForceOrder = [.. published.OrderByDescending(b => b.EffectiveFrom).ThenByDescending(b => b.Number)];
        // Of several that begin on one day only the first in order is ever in force.
        BaselineTerms = [
            .. inForceOrder.DistinctBy(b => b.EffectiveFrom).Reverse()
            .Select(b => new BaselineTerm(b.Number, b.EffectiveFrom, b.TargetConsistency))];
    }

    public long Revision { get; }
    public CodeTable<Site> Sites { get; }

    /// <summary>People by code; a code that somebody had before leads to them as well.</summary>
    public CodeTable<StaffMember> Staff { get; }

    public IReadOnlyList<FormerStaffCode> FormerStaffCodes { get; }

    /// <summary>Role titles that anybody has or had; the code is the title.</summary>
    public CodeTable<RoleTitle> Roles { get; }

    public CodeTable<Channel> Channels { get; }
    public CodeTable<Reason> Reasons { get; }

    /// <summary>Ids of the reasons that are complaints.</summary>
    public IReadOnlySet<int> ComplaintReasons { get; }

    public IReadOnlyList<Team> Teams { get; }

    /// <summary>Published baselines by number.</summary>
    public IReadOnlyDictionary<int, Baseline> Baselines { get; }

    /// <summary>From when each published baseline is in force, oldest first.</summary>
    public IReadOnlyList<BaselineTerm> BaselineTerms { get; }

    /// <summary>The team of this code at a site, or null.</summary>
    public Team? Team(int siteId, string code) => teamsByCode.GetValueOrDefault((siteId, code));

    /// <summary>The team of this id at a site, or null.</summary>
    public Team? Team(int siteId, int? id) => id is { } t ? teamsById.GetValueOrDefault((siteId, t)) : null;

    /// <summary>How a basic was asked about on a business date; where no baseline in force then has it, as the latest one asks; else its
    /// code.</summary>
    public string QuestionOf(string code, DateOnly on) => BaselineOn(on)?.Find(code)?.Question
        ?? inForceOrder.Select(b => b.Find(code)?.Question).FirstOrDefault(q => q is not null) ?? code;

    /// <summary>The baseline in force on a business date, or null.</summary>
    public Baseline? BaselineOn(DateOnly date) => Array.Find(inForceOrder, b => b.EffectiveFrom <= date);
}
