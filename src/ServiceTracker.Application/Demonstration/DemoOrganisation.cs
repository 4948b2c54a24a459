using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Demonstration;

/// <summary>
/// Fills an empty database with an organisation and 60 weeks of generated service, so that there is something to look at.
/// The same date gives the same rows, in either kind of store; a later moment of the same week only adds to them.
/// </summary>
public sealed class DemoOrganisation(IServiceTrackerDb db, InteractionWriter writer, RollupUpdate rollups, TimeProvider clock)
{
    /// <summary>Length of the history in ISO weeks; the present one is the last.</summary>
    public const int Weeks = 60;

    private const int ChunkSize = 2000;

    /// <summary>Sees and changes everything.</summary>
    public static DemoSignIn Administrator { get; } = new(Role.Admin, "Olena Marchenko", null, null);

    /// <summary>Manager of Harbour Street, who also serves now and then.</summary>
    public static DemoSignIn HarbourManager { get; } = new(Role.Manager, "Amara Okafor", DemoCast.Harbour.Code, "aokafor");

    /// <summary>Manager of North Gate, who also serves now and then.</summary>
    public static DemoSignIn NorthgateManager { get; } = new(Role.Manager, "Niamh Byrne", DemoCast.Northgate.Code, "nbyrne");

    /// <summary>Somebody who reads the figures of both sites and serves nobody.</summary>
    public static DemoSignIn Operations { get; } = new(Role.Ops, "Mateo Quispe", null, null);

    /// <summary>An adviser at Harbour Street.</summary>
    public static DemoSignIn HarbourAdviser { get; } = new(Role.Staff, "Dana Volkov", DemoCast.Harbour.Code, "dvolkov");

    /// <summary>All of them, the one who may do most first.</summary>
    public static IReadOnlyList<DemoSignIn> SignIns { get; } = [
        Administrator, HarbourManager, NorthgateManager, Operations, HarbourAdviser];

    /// <summary>Generates and stores everything in one transaction.</summary>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <exception cref="InvalidOperationException">The database has a site already.</exception>
    public async Task<DemoSummary> CreateAsync(IProgress<double>? progress, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById(DemoCast.Harbour.Zone), DemoCast.Harbour.DayStart)
            .At(now).BusinessDate;
        var firstMonday = IsoWeek.Of(today).AddWeeks(1 - Weeks).Monday;
        var reasons = StarterTemplates.All.Single(t => t.Key == "service_desk").Reasons;
        var history = new DemoHistory(firstMonday, [.. reasons.Select(r => r.Code)]);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Sites.AnyAsync(cancellation))
            throw new InvalidOperationException("The demonstration needs an empty database; this one has sites already.");
        await OrganiseAsync(history, firstMonday, reasons, cancellation);
        var master = await MasterDataCache.LoadInsideAsync(db, cancellation);
        var (count, first, last) = await ServeAsync(
            history, master, now, today.DayNumber - firstMonday.DayNumber + 1, progress, cancellation);
        await DemoRecoveries.AddAsync(db, master, now, cancellation);
        await transaction.CommitAsync(cancellation);
        progress?.Report(1);
        return new DemoSummary(
            DemoCast.Sites.Count, DemoCast.Teams.Count, DemoCast.People.Count, count, first, last, DemoPatterns.Describe(firstMonday));
    }

    private async Task OrganiseAsync(
        DemoHistory history, DateOnly firstMonday, IReadOnlyList<(string Code, string Name, string Icon)> reasons,
        CancellationToken cancellation)
    {
        var sites = DemoCast.Sites.Select(s => new Site { Code = s.Code, Name = s.Name, Zone = s.Zone, DayStart = s.DayStart }).ToList();
        db.Sites.AddRange(sites);
        db.Channels.AddRange(
            new Channel { Code = "counter", Name = "Counter", Kind = ChannelKind.Counter },
            new Channel { Code = "phone", Name = "Phone", Kind = ChannelKind.Phone },
            new Channel { Code = "email", Name = "Email", Kind = ChannelKind.Email },
            new Channel { Code = "chat", Name = "Chat", Kind = ChannelKind.Chat });
        db.Reasons.AddRange(reasons.Select(r => new Reason
        {
            Code = r.Code,
            Name = r.Name,
            Icon = r.Icon,
            IsComplaint = r.Icon == Reason.ComplaintIcon,
        }));
        db.Baselines.AddRange(DemoBaselines.Make(firstMonday));

        // The sites' ids are the store's; teams and people refer to them.
        await MasterDataChanges.SaveAsync(db, cancellation);
        var siteIds = sites.ToDictionary(s => s.Code, s => s.Id);
        var teams = DemoCast.Teams.GroupBy(t => t.Site).SelectMany(g => g.Select((t, n) => (Team: t, Id: n + 1)))
            .ToDictionary(t => t.Team, t => t.Id);
        db.Teams.AddRange(teams.Select(t => new Team { SiteId = siteIds[t.Key.Site], Id = t.Value, Code = t.Key.Code, Name = t.Key.Name }));
        db.RoleTitles.AddRange(
            DemoCast.People.Select(p => p.Title).Distinct(StringComparer.Ordinal).Select(t => new RoleTitle { Title = t }));
        db.Staff.AddRange(DemoCast.People.Select(p => new StaffMember
        {
            Code = p.Code,
            Name = p.Name,
            HomeSiteId = siteIds[p.Team.Site],
            HomeTeamId = teams[p.Team],
            RoleTitle = p.Title,
            ActiveFrom = p.FirstWeek is { } from ? history.FirstDay(from) : null,
            ActiveTo = p.LastWeek is { } to ? history.LastDay(to) : null,
        }));
        await MasterDataChanges.SaveAsync(db, cancellation);
        var uneven = await db.Staff.SingleAsync(p => p.Code == DemoPatterns.ErraticPerson, cancellation);
        db.Conversations.Add(DemoConversation.Of(firstMonday, uneven.HomeSiteId, uneven.Id));
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<(int Count, DateOnly First, DateOnly Last)> ServeAsync(
        DemoHistory history, MasterData master, DateTime now, int days, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (count, first, last) = (0, DateOnly.MaxValue, DateOnly.MinValue);
        var (sums, changes) = (new RollupSums(master.Baselines), new ChangePages());
        using var chunks = Chunks(history, master, now, days).GetEnumerator();

        // While one chunk is written, the next is generated.
        var next = Task.Run(chunks.MoveNext, cancellation);
        while (await next)
        {
            var (records, day) = chunks.Current;
            next = Task.Run(chunks.MoveNext, cancellation);
            try
            {
                var outcomes = await writer.WriteAsync(records, sums, cancellation);
                if (Array.Exists(outcomes, o => o.Status != WriteStatus.Stored))
                    throw new InvalidOperationException("A generated interaction was there already.");
            }
            catch
            {
                // The enumerator may be disposed of only when nobody moves it.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }

            foreach (var i in records.Select(r => r.Interaction))
                changes.Add(new ChangedInteraction(ChangeKind.Created, i.RecordedAt, i.SiteId, i.Id));
            count += records.Count;
            foreach (var date in records.Select(r => r.Interaction.BusinessDate))
                (first, last) = (date < first ? date : first, date > last ? date : last);
            progress?.Report((day + 1.0) / days);
        }

        await rollups.MergeAsync(sums, [], changes, cancellation);
        return (count, first, last);
    }

    // Whole days, at least so many interactions that a chunk is full, each chunk with its last day.
    private static IEnumerable<(List<InteractionRecord> Records, int Day)> Chunks(
        DemoHistory history, MasterData master, DateTime now, int days)
    {
        var errors = new List<FieldError>();
        var records = new List<InteractionRecord>(2 * ChunkSize);
        for (var day = 0; day < days; day++)
        {
            foreach (var (recordedAt, entry) in history.Day(day))
            {
                // What is not logged yet is not there yet.
                if (recordedAt > now) continue;
                records.Add(new InteractionIntake(master, Actor.CommandLine, recordedAt).Read(entry, errors)
                    ?? throw new InvalidOperationException(
                        $"A generated interaction was refused: {string.Join(" ", errors.Select(e => e.Message))}"));
            }

            if (records.Count == 0 || (records.Count < ChunkSize && day < days - 1)) continue;
            yield return (records, day);
            records = new List<InteractionRecord>(2 * ChunkSize);
        }
    }
}
