using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Deliveries;

/// <summary>
/// Sends what waits to be delivered. An attempt is counted before it is made: whoever counted it sends, nobody else, and one whose program
/// is killed is made again under the same id. So everything arrives at least once, and once where the other side knows the id.
/// </summary>
public sealed class SendDeliveries(
    IServiceTrackerDb db, IStore store, DeliveryLease lease, DeliveryPulse pulse, IEnumerable<IDeliveryChannel> channels, SealedWeeks weeks,
    MasterDataReader masterData, StoreState state, AuditTrail audit, TimeProvider clock)
{
    // Looked at in one question.
    private const int MostAtOnce = 50;

    // So long an attempt is its server's alone; none takes half as long.
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    // What else goes to a recipient that does not answer waits so long, without being tried.
    private static readonly TimeSpan Shade = TimeSpan.FromMinutes(1);

    /// <summary>Sends what is due, or a portion of it.</summary>
    /// <returns>Whether more waits; nothing is done while another server sends.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        pulse.Beat();
        var now = clock.GetUtcNow().UtcDateTime;
        var waiting = db.DeliveryReceipts.AsNoTracking()
            .Where(r => (r.Status == DeliveryStatus.Waiting || r.Status == DeliveryStatus.Sending) && r.DueAt <= now);
        if (!await waiting.AnyAsync(cancellation)) return false;
        if (!await lease.TryHoldAsync(db, cancellation)) return false;
        var deliveries = await db.Deliveries.AsNoTracking().Where(d => d.IsEnabled).ToDictionaryAsync(d => d.Name, cancellation);
        string[] names = [.. deliveries.Keys];
        waiting = waiting.Where(r => EF.Parameter(names).Contains(r.Delivery));
        var master = await masterData.GetAsync(cancellation);
        if (state.Reachable(master.Sites.All.Select(s => s.Id)) is { } reachable)
            waiting = waiting.Where(r => EF.Parameter(reachable).Contains(r.SiteId));
        var due = await waiting.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(MostAtOnce).ToListAsync(cancellation);
        var silent = new HashSet<(string, string)>();
        foreach (var receipt in due.Where(r => !silent.Contains((r.Delivery, r.Recipient))))
        {
            pulse.Beat();
            if (!await lease.TryHoldAsync(db, cancellation)) return false;
            if (await SendAsync(deliveries[receipt.Delivery], receipt, master.Sites[receipt.SiteId], cancellation)) continue;
            silent.Add((receipt.Delivery, receipt.Recipient));
            await LetWaitAsync(receipt, cancellation);
        }

        pulse.Beat();
        return due.Count == MostAtOnce;
    }

    // False where its recipient may not answer others either.
    private async Task<bool> SendAsync(Delivery delivery, DeliveryReceipt receipt, Site site, CancellationToken cancellation)
    {
        if (!delivery.Recipients.Contains(receipt.Recipient, StringComparer.OrdinalIgnoreCase))
        {
            if (await ClaimAsync(receipt, cancellation) is { } last)
                await TakeAsync(receipt, DeliveryStatus.Dropped, "No longer a recipient of this delivery.", null, last, cancellation);
            return true;
        }

        if (await ClaimAsync(receipt, cancellation) is not { } attempt) return true;
        var answer = await AttemptAsync(delivery, receipt, site, attempt, cancellation);
        var now = Now();
        var next = answer.Outcome == DeliveryOutcome.Later ? BackOff.NextAfter(attempt, receipt.Since, now) : null;
        var status = answer.Outcome == DeliveryOutcome.Taken ? DeliveryStatus.Sent
            : next is null ? DeliveryStatus.Failed : DeliveryStatus.Waiting;
        await TakeAsync(receipt, status, answer.Words, next, attempt, cancellation);
        return answer.Outcome != DeliveryOutcome.Later;
    }

    // Of two who would send at once, one counts the attempt.
    private async Task<int?> ClaimAsync(DeliveryReceipt receipt, CancellationToken cancellation)
    {
        var (now, until, attempt) = (Now(), Now() + Claim, receipt.Attempt + 1);
        var claimed = await One(receipt).Where(r => r.Status == receipt.Status && r.Attempt == attempt - 1)
            .ExecuteUpdateAsync(
                r => r.SetProperty(x => x.Status, DeliveryStatus.Sending).SetProperty(x => x.Attempt, attempt).SetProperty(x => x.At, now)
                    .SetProperty(x => x.DueAt, until), cancellation);
        return claimed == 1 ? attempt : null;
    }

    private async Task<DeliveryAnswer> AttemptAsync(
        Delivery delivery, DeliveryReceipt receipt, Site site, int attempt, CancellationToken cancellation)
    {
        store.AllowMinutes(db);
        var revision = await weeks.FindAsync(site, IsoWeek.Of(receipt.WeekStart), receipt.Revision, cancellation);
        if (revision is null) return DeliveryAnswer.Refused("This revision is not there any more.");
        var channel = channels.First(c => c.Kind == delivery.Kind);
        if (channel.FaultOf(delivery.Target) is { } fault) return DeliveryAnswer.Refused(fault);
        return await channel.SendAsync(new Parcel(weeks, delivery, receipt, revision, attempt), cancellation);
    }

    // Only what this attempt found: one that took longer than its claim has been followed by another.
    private async Task TakeAsync(
        DeliveryReceipt receipt, DeliveryStatus status, string words, DateTime? next, int attempt, CancellationToken cancellation)
    {
        var now = Now();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var taken = await One(receipt).Where(r => r.Status == DeliveryStatus.Sending && r.Attempt == attempt)
            .ExecuteUpdateAsync(
                r => r.SetProperty(x => x.Status, status).SetProperty(x => x.Answer, words).SetProperty(x => x.At, now)
                    .SetProperty(x => x.DueAt, next ?? now), cancellation);
        if (taken == 1 && status != DeliveryStatus.Waiting)
        {
            audit.Record(
                Actor.Schedule, $"delivery.{SnakeCase<DeliveryStatus>.Text(status)}", $"delivery/{receipt.Delivery}", null,
                new
                {
                    receipt.Id,
                    week = IsoWeek.Of(receipt.WeekStart).ToString(),
                    receipt.Revision,
                    receipt.Recipient,
                    attempt,
                    answer = words,
                },
                receipt.SiteId);
            await db.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    private Task<int> LetWaitAsync(DeliveryReceipt receipt, CancellationToken cancellation)
    {
        var (name, recipient, until) = (receipt.Delivery, receipt.Recipient, Now() + Shade);
        return db.DeliveryReceipts
            .Where(r => r.Status == DeliveryStatus.Waiting && r.Delivery == name && r.Recipient == recipient && r.DueAt < until)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.DueAt, until), cancellation);
    }

    private IQueryable<DeliveryReceipt> One(DeliveryReceipt receipt)
    {
        var (site, id) = (receipt.SiteId, receipt.Id);
        return db.DeliveryReceipts.Where(r => r.SiteId == site && r.Id == id);
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;
}
