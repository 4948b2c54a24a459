using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>One row that counts changes to master data, so that every server notices them.</summary>
public sealed class MasterDataStamp
{
    /// <summary>The only row's key.</summary>
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;
    public long Revision { get; set; }
}

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
        IReadOnlyList<FormerStaffCode> formerCodes, IReadOnlyList<RoleTitle> roles, IReadOnlyList<Channel> channels, IReadOnlyList<Reason> reasons,
        IReadOnlyList<Baseline> published)
    {
        Revision = revision;
        Sites = new(sites, s => s.Code, s => s.Id);
        Staff = new(staff, s => s.Code, s => s.Id, formerCodes.Select(c => (c.Code, c.StaffId)));
        FormerStaffCodes = formerCodes;
        Roles = new(roles, r => r.Title, r => r.Id);
        Channels = new(channels, c => c.Code, c => c.Id);
        Reasons = new(reasons, r => r.Code, r => r.Id);
        Teams = teams;
        teamsByCode = teams.ToDictionary(t => (t.SiteId, t.Code));
        teamsById = teams.ToDictionary(t => (t.SiteId, t.Id));
        Baselines = published.ToDictionary(b => b.Number);
        inForceOrder = [.. published.OrderByDescending(b => b.EffectiveFrom).ThenByDescending(b => b.Number)];
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
    public IReadOnlyList<Team> Teams { get; }

    /// <summary>Published baselines by number.</summary>
    public IReadOnlyDictionary<int, Baseline> Baselines { get; }

    /// <summary>The team of this code at a site, or null.</summary>
    public Team? Team(int siteId, string code) => teamsByCode.GetValueOrDefault((siteId, code));

    /// <summary>The team of this id at a site, or null.</summary>
    public Team? Team(int siteId, int? id) => id is { } t ? teamsById.GetValueOrDefault((siteId, t)) : null;

    /// <summary>The baseline in force on a business date, or null.</summary>
    public Baseline? BaselineOn(DateOnly date) => Array.Find(inForceOrder, b => b.EffectiveFrom <= date);
}

/// <summary>Things found by code or by id, listed in ordinal order of code.</summary>
public sealed class CodeTable<T>
    where T : class
{
    private readonly Dictionary<string, T> byCode;
    private readonly Dictionary<int, T> byId;

    public CodeTable(IReadOnlyList<T> items, Func<T, string> code, Func<T, int> id, IEnumerable<(string Code, int Id)>? formerCodes = null)
    {
        byCode = items.ToDictionary(code, StringComparer.Ordinal);
        byId = items.ToDictionary(id);
        foreach (var former in formerCodes ?? []) byCode.TryAdd(former.Code, byId[former.Id]);
        All = [.. items.OrderBy(code, StringComparer.Ordinal)];
    }

    public IReadOnlyList<T> All { get; }

    /// <summary>The one of this code, outer blanks ignored, or null.</summary>
    public T? Find(string? code) => code is null ? null : byCode.GetValueOrDefault(Code.Trim(code));

    /// <summary>The one of this id, or null.</summary>
    public T? Find(int? id) => id is { } i ? byId.GetValueOrDefault(i) : null;

    /// <summary>The one of this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none; what a stored row names is never deleted.</exception>
    public T this[int id] => byId[id];
}

/// <summary>Keeps the newest <see cref="MasterData"/> in memory; asks the store only for its revision while nothing changes.</summary>
public sealed class MasterDataCache
{
    private MasterData? current;

    /// <summary>What was loaded last, or null: another server may have changed it since. Who stores anything by it checks the revision then.</summary>
    public MasterData? Latest => Volatile.Read(ref current);

    /// <summary>Master data at the store's present revision.</summary>
    public async Task<MasterData> GetAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        var revision = await db.MasterDataStamps.AsNoTracking().Select(s => s.Revision).SingleAsync(cancellation);
        if (Latest is { } known && known.Revision == revision) return known;

        // Read after the stamp: what is loaded may be newer than its revision, never older, and is then simply loaded once more.
        var loaded = await LoadAsync(db, revision, cancellation);
        // What an open transaction sees may never come to be, and its revision be given to something else.
        if (db.Database.CurrentTransaction is null) current = loaded;
        return loaded;
    }

    /// <summary>Master data as the open transaction sees them, kept by nobody.</summary>
    public static Task<MasterData> LoadInsideAsync(IServiceTrackerDb db, CancellationToken cancellation) => LoadAsync(db, 0, cancellation);

    private static async Task<MasterData> LoadAsync(IServiceTrackerDb db, long revision, CancellationToken cancellation) =>
        new(
            revision,
            await db.Sites.AsNoTracking().ToListAsync(cancellation),
            await db.Teams.AsNoTracking().ToListAsync(cancellation),
            await db.Staff.AsNoTracking().ToListAsync(cancellation),
            await db.FormerStaffCodes.AsNoTracking().ToListAsync(cancellation),
            await db.RoleTitles.AsNoTracking().ToListAsync(cancellation),
            await db.Channels.AsNoTracking().ToListAsync(cancellation),
            await db.Reasons.AsNoTracking().ToListAsync(cancellation),
            await db.Baselines.AsNoTracking().Include(b => b.Expectations.OrderBy(e => e.Bit)).Where(b => b.PublishedAt != null).ToListAsync(cancellation));

    /// <summary>Stores the pending changes to master data and tells every server of them, in one transaction.</summary>
    public static async Task SaveAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            await BumpAndSaveAsync(db, cancellation);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await BumpAndSaveAsync(db, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Waits for whoever is changing master data, and keeps everybody else from it until the open transaction ends.</summary>
    public static Task TakeTurnAsync(IServiceTrackerDb db, CancellationToken cancellation) =>
        db.MasterDataStamps.ExecuteUpdateAsync(s => s.SetProperty(x => x.Revision, x => x.Revision + 1), cancellation);

    private static async Task BumpAndSaveAsync(IServiceTrackerDb db, CancellationToken cancellation)
    {
        // Counted in the store: two servers that save at once must not arrive at the same revision.
        await TakeTurnAsync(db, cancellation);
        await db.SaveChangesAsync(cancellation);
    }
}
