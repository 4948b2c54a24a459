using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Application.Deliveries;

/// <summary>What became of deliveries, at the sites of whoever asks.</summary>
public sealed class DeliveryReceiptQuery(IServiceTrackerDb db, TimeProvider clock)
{
    // So long a failure is told to health; after that it is history.
    private static readonly TimeSpan ToldFor = TimeSpan.FromDays(7);

    /// <summary>One page of receipts of a delivery, the newest weeks first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="delivery">Its name.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<DeliveryReceipt>>> RunAsync(
        Actor actor, string delivery, string? after, int limit, CancellationToken cancellation)
    {
        var (receipts, errors) = (Of(actor).Where(r => r.Delivery == delivery), new List<FieldError>());
        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
            {
                var week = DateOnly.FromDateTime(at);
                receipts = receipts.Where(r => r.WeekStart < week || (r.WeekStart == week && r.Id.CompareTo(id) < 0));
            }
            else errors.Add(FieldError.NotACursor);
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await receipts.OrderByDescending(r => r.WeekStart).ThenByDescending(r => r.Id).Take(limit + 1)
            .ToListAsync(cancellation);
        return new ListPage<DeliveryReceipt>(
            [.. found.Take(limit)],
            found.Count > limit ? TimeCursor.Of(found[limit - 1].WeekStart.ToDateTime(TimeOnly.MinValue), found[limit - 1].Id) : null);
    }

    /// <summary>How many receipts stand how, by name of the delivery.</summary>
    public async Task<ILookup<string, (DeliveryStatus Status, int Count)>> CountsAsync(Actor actor, CancellationToken cancellation) =>
        (await Of(actor).GroupBy(r => new { r.Delivery, r.Status })
            .Select(g => new { g.Key.Delivery, g.Key.Status, Count = g.Count() }).ToListAsync(cancellation))
            .ToLookup(g => g.Delivery, g => (g.Status, g.Count));

    /// <summary>Whether deliveries are on, and some failed, or were tried several times in vain.</summary>
    public async Task<(bool Any, bool Failing)> StandingAsync(CancellationToken cancellation)
    {
        string[] names = await db.Deliveries.Where(d => d.IsEnabled).Select(d => d.Name).ToArrayAsync(cancellation);
        if (names.Length == 0) return (false, false);
        var since = clock.GetUtcNow().UtcDateTime - ToldFor;
        return (true, await db.DeliveryReceipts.AnyAsync(
            r => EF.Parameter(names).Contains(r.Delivery)
                && ((r.Status == DeliveryStatus.Failed && r.At >= since)
                    || (r.Status == DeliveryStatus.Waiting && r.Attempt >= BackOff.WorthALook)), cancellation));
    }

    private IQueryable<DeliveryReceipt> Of(Actor actor) => actor.OfOwnSites(db.DeliveryReceipts.AsNoTracking(), r => r.SiteId);
}
