using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>Lists interactions, newest first.</summary>
public sealed class InteractionListQuery(IServiceTrackerDb db, PeopleInSight people, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>Most interactions on a page, and how many there are without a wish.</summary>
    public const int MaxLimit = ListPage.MaxLimit, DefaultLimit = ListPage.DefaultLimit;

    /// <summary>One page.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    public async Task<Result<ListPage<InteractionDetails>>> RunAsync(
        Actor actor, InteractionFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        await update.SettleAsync(actor, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        var staff = filter.Staff is null ? null : await people.FindAsync(actor, master, filter.Staff, cancellation);
        var query = filter.Among(actor.Visible(db.Interactions.AsNoTracking()), actor, staff, master, errors);
        if (filter.From > filter.To) errors.Add(FigureScope.FirstAfterLast);
        if (limit is < 1 or > MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
                query = query.Where(i => i.OccurredAt < at || (i.OccurredAt == at && i.Id > id));
            else errors.Add(FieldError.NotACursor);
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.OrderByDescending(i => i.OccurredAt).ThenBy(i => i.Id).Take(limit + 1).ToListAsync(cancellation);
        // Asked for after the rows, so that every site, channel and baseline they name is there.
        master = await masterData.GetAsync(cancellation);
        var items = await InteractionDetailsQuery.WithWhatStandsBesideAsync(db, [.. found.Take(limit)], master, cancellation);
        return new ListPage<InteractionDetails>(
            items, found.Count > limit ? TimeCursor.Of(items[^1].Interaction.OccurredAt, items[^1].Interaction.Id) : null);
    }
}
