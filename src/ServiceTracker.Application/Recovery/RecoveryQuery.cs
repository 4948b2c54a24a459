using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>Lists cases, the longest overdue first, and finds one with its history.</summary>
public sealed class RecoveryQuery(IServiceTrackerDb db, MasterDataReader masterData, TimeProvider clock)
{
    // Closed ones have no day, and come last. Not the greatest date there is, which PostgreSQL takes for no end at all.
    private static readonly DateOnly NoDay = new(9999, 1, 1);

    /// <summary>One page of cases: by the day of the next step, and those of a day by id.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which cases.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<RecoveryDetails>>> PageAsync(
        Actor actor, RecoveryFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        var query = filter.Among(
            actor.Visible(db.RecoveryCases.AsNoTracking()), actor, await masterData.GetAsync(cancellation), errors);
        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
            {
                var day = DateOnly.FromDateTime(at);
                query = query.Where(c => (c.DueOn ?? NoDay) > day || ((c.DueOn ?? NoDay) == day && c.Id > id));
            }
            else
            {
                errors.Add(FieldError.NotACursor);
            }
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.OrderBy(c => c.DueOn ?? NoDay).ThenBy(c => c.Id).Take(limit + 1).ToListAsync(cancellation);
        // Asked for after the cases, so that everything they name is there.
        var master = await masterData.GetAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        RecoveryDetails[] items = [.. found.Take(limit).Select(c => RecoveryDetails.Of(c, master, now))];
        return new ListPage<RecoveryDetails>(
            items,
            found.Count > limit
                ? TimeCursor.Of((items[^1].Case.DueOn ?? NoDay).ToDateTime(default, DateTimeKind.Utc), items[^1].Case.Id) : null);
    }

    /// <summary>The case with its history, or null when there is none that the actor may see.</summary>
    public async Task<RecoveryStory?> FindAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (await actor.Visible(db.RecoveryCases.AsNoTracking()).FirstOrDefaultAsync(c => c.Id == id, cancellation) is not { } found)
            return null;
        var history = await db.RecoveryEvents.AsNoTracking().Where(e => e.SiteId == found.SiteId && e.CaseId == id)
            .OrderBy(e => e.Position).ToListAsync(cancellation);
        return new(RecoveryDetails.Of(found, await masterData.GetAsync(cancellation), clock.GetUtcNow().UtcDateTime), history);
    }

    /// <summary>The case about an interaction, or null when there is none that the actor may see.</summary>
    public Task<RecoveryCase?> OfInteractionAsync(Actor actor, int siteId, Guid interaction, CancellationToken cancellation) =>
        actor.Visible(db.RecoveryCases.AsNoTracking()).FirstOrDefaultAsync(
            c => c.SiteId == siteId && c.InteractionId == interaction, cancellation);

    /// <summary>The version of a case that the actor may see, or null.</summary>
    public Task<int?> VersionAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        actor.Visible(db.RecoveryCases.AsNoTracking()).Where(c => c.Id == id).Select(c => (int?)c.Version)
            .FirstOrDefaultAsync(cancellation);
}
