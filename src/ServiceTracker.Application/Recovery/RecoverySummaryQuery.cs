using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>Sums up cases: how many recovered, how soon, and which causes come again.</summary>
public sealed class RecoverySummaryQuery(IServiceTrackerDb db, MasterDataReader masterData, BusinessToday today)
{
    /// <summary>Days that are summed up without a wish, and in which a cause recurs.</summary>
    public const int Days = 90;

    /// <summary>Cases from which on a cause recurs.</summary>
    public const int Recurs = 3;

    private const string ByChannel = "channel", BySite = "site", ByCause = "cause";

    /// <summary>The words of what lines are made by; channel without a wish.</summary>
    public static IReadOnlyList<string> Ways { get; } = [ByChannel, BySite, ByCause];

    /// <summary>The summary of the cases that the actor sees.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="by">One of <see cref="Ways"/>.</param>
    /// <param name="filter">Which site and channel; its status is passed over.</param>
    /// <param name="from">First business date; null for the last <see cref="Days"/> days.</param>
    /// <param name="to">Last business date; null for today.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<RecoverySummary>> RunAsync(
        Actor actor, string? by, RecoveryFilter filter, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var (errors, master) = (new List<FieldError>(), await masterData.GetAsync(cancellation));
        if (by is not null && !Ways.Contains(by)) errors.Add(new("$.by", FieldError.Invalid, $"One of: {string.Join(", ", Ways)}."));
        var (first, last) = FigureScope.Days(
            from, to, () => today.Of(actor, master, actor.IfOwn(master.Sites.Find(filter.Site))), Days, errors);
        var query = (filter with { Status = "all" }).Among(actor.Visible(db.RecoveryCases.AsNoTracking()), actor, master, errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.Where(c => c.SinceOn >= first && c.SinceOn <= last).ToListAsync(cancellation);
        var back = await CameBackAsync(found, cancellation);
        master = await masterData.GetAsync(cancellation);
        var cases = found.Select(c => (Case: c, back.Contains(c.Id))).ToList();
        var lines = cases.GroupBy(c => by switch
        {
            BySite => master.Sites[c.Case.SiteId].Code,
            ByCause => c.Case.Cause is { } cause ? SnakeCase<Cause>.Text(cause) : null,
            _ => master.Channels[c.Case.ChannelId].Code,
        });
        return new RecoverySummary(
            first, last, RecoveryTally.Of(cases),
            [.. lines.OrderBy(l => l.Key is null).ThenBy(l => l.Key, StringComparer.Ordinal).Select(l => (l.Key, RecoveryTally.Of(l)))],
            await RecurringAsync(actor, found, last, master, cancellation));
    }

    // A visit of the same customer at the same site after the closing.
    private async Task<HashSet<Guid>> CameBackAsync(IReadOnlyList<RecoveryCase> cases, CancellationToken cancellation)
    {
        var closed = cases.Where(c => c.ClosedAt is not null && c.Customer is not null).ToList();
        if (closed.Count == 0) return [];
        int[] sites = [.. closed.Select(c => c.SiteId).Distinct()];
        string[] customers = [.. closed.Select(c => c.Customer!).Distinct()];
        var (first, last) = (closed.Min(c => c.ClosedOn!.Value), closed.Max(c => c.ClosedOn!.Value).AddDays(RecoveryCase.DaysToComeBack));
        var visits = (await db.Interactions.AsNoTracking()
            .Where(i => sites.Contains(i.SiteId) && i.BusinessDate >= first && i.BusinessDate <= last
                && i.CustomerRef != null && customers.Contains(i.CustomerRef))
            .Select(i => new { i.SiteId, i.CustomerRef, i.OccurredAt, i.Id }).ToListAsync(cancellation))
            .ToLookup(i => (i.SiteId, i.CustomerRef));
        return
        [
            .. closed.Where(c => visits[(c.SiteId, c.Customer)].Any(v => v.Id != c.InteractionId && v.OccurredAt > c.ClosedAt
                && v.OccurredAt <= c.ClosedAt!.Value.AddDays(RecoveryCase.DaysToComeBack))).Select(c => c.Id),
        ];
    }

    private async Task<IReadOnlyList<RecurringCause>> RecurringAsync(
        Actor actor, IReadOnlyList<RecoveryCase> cases, DateOnly last, MasterData master, CancellationToken cancellation)
    {
        var groups = cases.Where(c => c.SinceOn > last.AddDays(-Days) && c.Outcome != RecoveryOutcome.CustomerWrong)
            .Where(c => RecoveryCase.IsKnown(c.Cause))
            .GroupBy(c => (c.SiteId, c.ChannelId, c.ReasonId, Cause: c.Cause!.Value)).Where(g => g.Count() >= Recurs).ToList();
        if (groups.Count == 0) return [];
        var earliest = groups.Min(g => g.Min(c => c.SinceOn));
        var changes = await actor.Visible(db.ProcessChanges.AsNoTracking()).Where(c => c.Date >= earliest)
            .OrderBy(c => c.Date).ThenBy(c => c.Id).ToListAsync(cancellation);
        return
        [
            .. groups.Select(g => new RecurringCause(
                master.Sites[g.Key.SiteId], master.Channels[g.Key.ChannelId], master.Reasons.Find(g.Key.ReasonId), g.Key.Cause, g.Count(),
                g.Min(c => c.SinceOn),
                [.. changes.Where(c => c.Date >= g.Min(x => x.SinceOn) && c.Concerns(g.Key.SiteId, g.Key.ChannelId, null))]))
                .OrderByDescending(r => r.Count).ThenBy(r => r.Site.Code, StringComparer.Ordinal)
                .ThenBy(r => r.Channel.Code, StringComparer.Ordinal),
        ];
    }
}
