using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Organisation;

/// <summary>Lists recorded changes of the process.</summary>
public sealed class ProcessChangeQuery(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>One page of them, the latest date first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="site">Code of a site: only what concerns it, changes of all sites included; null for any.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<ProcessChange>>> PageAsync(
        Actor actor, string? site, string? after, int limit, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var (errors, query) = (new List<FieldError>(), actor.Visible(db.ProcessChanges.AsNoTracking()));
        if (site is not null)
        {
            if (actor.IfOwn(master.Sites.Find(site)) is { Id: var of }) query = query.Where(c => c.SiteId == 0 || c.SiteId == of);
            else errors.Add(new("$.site", FieldError.UnknownReference, $"There is no site “{site}”."));
        }

        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
            {
                var date = DateOnly.FromDateTime(at);
                query = query.Where(c => c.Date < date || (c.Date == date && c.Id > id));
            }
            else
            {
                errors.Add(FieldError.NotACursor);
            }
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.OrderByDescending(c => c.Date).ThenBy(c => c.Id).Take(limit + 1).ToListAsync(cancellation);
        ProcessChange[] items = [.. found.Take(limit)];
        return new ListPage<ProcessChange>(
            items, found.Count > limit ? TimeCursor.Of(items[^1].Date.ToDateTime(default, DateTimeKind.Utc), items[^1].Id) : null);
    }

    /// <summary>What concerns a unit within a time, oldest first: the marks of its chart.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="siteId">The site; null for all that are the actor's.</param>
    /// <param name="channelId">The channel; null for all.</param>
    /// <param name="expectation">Code of a basic; null for all.</param>
    /// <param name="from">First date.</param>
    /// <param name="to">Last date, included.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<ProcessChange>> OfUnitAsync(
        Actor actor, int? siteId, int? channelId, string? expectation, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var found = await actor.Visible(db.ProcessChanges.AsNoTracking()).Where(c => c.Date >= from && c.Date <= to)
            .OrderBy(c => c.Date).ThenBy(c => c.Id).ToListAsync(cancellation);
        return [.. found.Where(c => c.Concerns(siteId ?? c.SiteId, channelId, expectation))];
    }
}
