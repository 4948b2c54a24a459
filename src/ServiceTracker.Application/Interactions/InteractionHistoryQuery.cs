using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>One change of an interaction.</summary>
/// <param name="Revision">Who, when and why.</param>
/// <param name="Before">What it said before.</param>
/// <param name="After">What it says since.</param>
public sealed record InteractionStep(InteractionRevision Revision, InteractionFacts Before, InteractionFacts After);

/// <summary>All that was done to an interaction since it was logged, the first change first. For whoever sees the interaction.</summary>
public sealed class InteractionHistoryQuery(IServiceTrackerDb db)
{
    /// <summary>One page of changes.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="siteId">The interaction's site.</param>
    /// <param name="id">Its id.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<InteractionStep>>> RunAsync(
        Actor actor, int siteId, Guid id, string? after, int limit, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        var (at, last) = (DateTime.MinValue, Guid.Empty);
        if (after is not null && !TimeCursor.TryRead(after, out at, out last)) errors.Add(FieldError.NotACursor);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        if (!await actor.Visible(db.Interactions.AsNoTracking()).AnyAsync(i => i.SiteId == siteId && i.Id == id, cancellation))
            return Refusal.NotFound("There is no such interaction.");
        var all = await db.InteractionRevisions.AsNoTracking().Where(r => r.SiteId == siteId && r.InteractionId == id)
            .OrderBy(r => r.Version).ToListAsync(cancellation);
        // A handful: the place in the list is the cursor.
        var first = after is null ? 0 : (int)Math.Min(at.Ticks, all.Count);
        var page = all.Skip(first).Take(limit).ToList();
        return new ListPage<InteractionStep>(
            [.. page.Select(r => new InteractionStep(r, InteractionFacts.Read(r.Before), InteractionFacts.Read(r.After)))],
            first + page.Count < all.Count ? TimeCursor.Of(new DateTime(first + page.Count, DateTimeKind.Utc), id) : null);
    }
}
