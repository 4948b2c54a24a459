using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Access;

/// <summary>Who is asking, and what they may see.</summary>
/// <param name="Id"><c>user:</c> or <c>token:</c> and an id, or <c>command-line</c>.</param>
/// <param name="Name">Shown in the audit record.</param>
/// <param name="Role">What they are; what they may do follows from it.</param>
/// <param name="SiteIds">The sites they may see; null means every site.</param>
/// <param name="StaffId">The staff member this account belongs to, where it does.</param>
public sealed record Actor(string Id, string Name, Role Role, IReadOnlyList<int>? SiteIds, int? StaffId)
{
    /// <summary>The person at the server's own keyboard.</summary>
    public static Actor CommandLine { get; } = new("command-line", "command line", Permissions.Most, null, null);

    /// <summary>The program itself, by the clock.</summary>
    public static Actor Schedule { get; } = new("schedule", "schedule", Permissions.Most, null, null);

    /// <summary>Somebody who was not let in.</summary>
    public static Actor Nobody { get; } = new("nobody", "unknown", Permissions.Least, null, null);

    /// <summary>How the id of somebody begins who signs in.</summary>
    public const string OfPerson = "user:";

    /// <summary>Somebody who signed in, and no program.</summary>
    public bool IsPerson => IsOfPerson(Id);

    /// <summary>Whether an id, as it was recorded, is that of a person with an account.</summary>
    public static bool IsOfPerson(string id) => id.StartsWith(OfPerson, StringComparison.Ordinal);

    /// <summary>Sets up the organisation.</summary>
    public bool IsAdmin => May(Permission.Administers);

    /// <summary>May publish baselines.</summary>
    public bool Publishes => May(Permission.Publishes);

    /// <summary>May draft baselines and change people.</summary>
    public bool Manages => May(Permission.Manages);

    /// <summary>May see everybody's figures and bring in or take out files.</summary>
    public bool SeesEverybody => May(Permission.SeesEverybody);

    /// <summary>May log interactions.</summary>
    public bool MayLog => May(Permission.Logs);

    /// <summary>Whether their sites are all there are.</summary>
    public bool SeesEverySite => SiteIds is null;

    /// <summary>A person's own account: it logs for that person only. One that belongs to nobody may log for anybody of its
    /// sites.</summary>
    public bool LogsForItselfOnly => StaffId is not null && !SeesEverybody;

    /// <summary>Whether their role allows something.</summary>
    public bool May(Permission permission) => Role.May(permission);

    /// <summary>Whether a site's data are theirs to see.</summary>
    public bool Sees(int siteId) => SiteIds is null || SiteIds.Contains(siteId);

    /// <summary>Whether some of these sites are theirs; null means every site.</summary>
    public bool SeesAny(IReadOnlyList<int>? siteIds) => siteIds is null || siteIds.Any(Sees);

    /// <summary>Whether a person's figures are theirs to see, at the sites that are.</summary>
    public bool SeesPerson(int staffId) => SeesEverybody || staffId == StaffId;

    /// <summary>Whether their account belongs to a person.</summary>
    public bool Is(int staffId) => staffId == StaffId;

    /// <summary>Whether they may log for a person.</summary>
    public bool MayLogFor(int staffId) => !LogsForItselfOnly || staffId == StaffId;

    /// <summary>The sites that are theirs, of some.</summary>
    public IEnumerable<Site> OfOwnSites(IEnumerable<Site> sites) => sites.Where(s => Sees(s.Id));

    /// <summary>A site if it is theirs; one that is not is for them as if it were not there.</summary>
    public Site? IfOwn(Site? site) => site is not null && Sees(site.Id) ? site : null;

    /// <summary>What belongs to their sites, as a condition inside the query.</summary>
    /// <param name="rows">Rows of any kind.</param>
    /// <param name="siteId">The id of a row's site.</param>
    public IQueryable<T> OfOwnSites<T>(IQueryable<T> rows, Expression<Func<T, int>> siteId) =>
        SiteIds is { } sites ? Where(rows, siteId, site => sites.Contains(site)) : rows;

    /// <summary>What does not belong to their sites, as a condition inside the query.</summary>
    /// <param name="rows">Rows of any kind.</param>
    /// <param name="siteId">The id of a row's site.</param>
    public IQueryable<T> OfOtherSites<T>(IQueryable<T> rows, Expression<Func<T, int>> siteId) =>
        SiteIds is { } sites ? Where(rows, siteId, site => !sites.Contains(site)) : rows.Where(_ => false);

    /// <summary>
    /// The interactions this actor may see, as a condition inside the query: those of their sites, and of these a staff
    /// account only its own person's and what it logged itself.
    /// </summary>
    public IQueryable<Interaction> Visible(IQueryable<Interaction> interactions)
    {
        interactions = OfOwnSites(interactions, i => i.SiteId);
        if (SeesEverybody) return interactions;
        return StaffId is { } staff
            ? interactions.Where(i => i.StaffId == staff || i.RecordedBy == Id)
            : interactions.Where(i => i.RecordedBy == Id);
    }

    /// <summary>
    /// The flags this actor may see, as a condition inside the query: those of their sites, of these a staff account only what is said
    /// about its own person; notes on the data are for those who work on flags.
    /// </summary>
    public IQueryable<Flag> Visible(IQueryable<Flag> flags)
    {
        flags = OfOwnSites(flags, f => f.SiteId);
        if (!May(Permission.WorksOnFlags))
        {
            FlagKind[] kinds = [.. FlagKinds.Flags];
            flags = flags.Where(f => kinds.Contains(f.Kind));
        }

        if (SeesEverybody) return flags;
        return StaffId is { } staff ? flags.Where(f => f.StaffId == staff) : flags.Where(_ => false);
    }

    /// <summary>
    /// The cases this actor may see, as a condition inside the query: those of their sites, and of these a staff account those about
    /// customers that its own person served, and those that it opened or owns.
    /// </summary>
    public IQueryable<RecoveryCase> Visible(IQueryable<RecoveryCase> cases)
    {
        cases = OfOwnSites(cases, c => c.SiteId);
        if (SeesEverybody) return cases;
        return StaffId is { } staff
            ? cases.Where(c => c.StaffId == staff || c.OpenedBy == Id || c.Owner == Id)
            : cases.Where(c => c.OpenedBy == Id || c.Owner == Id);
    }

    /// <summary>The recorded changes this actor may see, as a condition inside the query: those of all sites and of their own.</summary>
    public IQueryable<ProcessChange> Visible(IQueryable<ProcessChange> changes) =>
        SiteIds is { } sites ? changes.Where(c => c.SiteId == 0 || sites.Contains(c.SiteId)) : changes;

    /// <summary>The conversations this actor may see, as a condition inside the query: a manager those of their sites, and everybody those
    /// about their own person.</summary>
    public IQueryable<Conversation> Visible(IQueryable<Conversation> conversations)
    {
        if (!May(Permission.WorksOnFlags)) return conversations.Where(c => c.StaffId == StaffId);
        return SiteIds is { } sites ? conversations.Where(c => sites.Contains(c.SiteId) || c.StaffId == StaffId) : conversations;
    }

    /// <summary>Whether the private note of a conversation that they see is theirs to read: a manager's, never the person's.</summary>
    public bool SeesPrivateNoteOf(Conversation conversation) =>
        May(Permission.WorksOnFlags) && !Is(conversation.StaffId);

    // One condition on the row's own column, with the sites as a parameter, so that the store can use its index.
    private static IQueryable<T> Where<T>(IQueryable<T> rows, Expression<Func<T, int>> siteId, Expression<Func<int, bool>> condition) =>
        rows.Where(Expression.Lambda<Func<T, bool>>(
            ReplacingExpressionVisitor.Replace(condition.Parameters[0], siteId.Body, condition.Body), siteId.Parameters));
}
