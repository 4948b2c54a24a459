using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>Lists flags, or notes on the data, the latest detected first.</summary>
public sealed class FlagListQuery(IServiceTrackerDb db, PeopleInSight people, MasterDataReader masterData)
{
    /// <summary>One page of flags.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which flags.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<ListPage<FlagDetails>>> FlagsAsync(
        Actor actor, FlagFilter filter, string? after, int limit, CancellationToken cancellation) =>
        PageAsync(actor, filter, notes: false, after, limit, cancellation);

    /// <summary>One page of notes on the data. For those who work on flags.</summary>
    /// <inheritdoc cref="FlagsAsync"/>
    public Task<Result<ListPage<FlagDetails>>> NotesAsync(
        Actor actor, FlagFilter filter, string? after, int limit, CancellationToken cancellation) =>
        PageAsync(actor, filter, notes: true, after, limit, cancellation);

    /// <summary>How many flags the actor sees about which somebody still has to do something.</summary>
    public Task<int> CountOpenAsync(Actor actor, CancellationToken cancellation) =>
        FlagFilter.OpenOnes(FlagFilter.OfSort(actor.Visible(db.Flags.AsNoTracking()), notes: false)).CountAsync(cancellation);

    private async Task<Result<ListPage<FlagDetails>>> PageAsync(
        Actor actor, FlagFilter filter, bool notes, string? after, int limit, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        var staff = filter.Staff is null ? null : await people.FindAsync(actor, master, filter.Staff, cancellation);
        var query = filter.Among(actor.Visible(db.Flags.AsNoTracking()), notes, actor, staff, master, errors);
        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
                query = query.Where(f => f.DetectedAt < at || (f.DetectedAt == at && f.Id > id));
            else errors.Add(FieldError.NotACursor);
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.OrderByDescending(f => f.DetectedAt).ThenBy(f => f.Id).Take(limit + 1).ToListAsync(cancellation);
        master = await masterData.GetAsync(cancellation);
        var items = await FlagLinks.WithLinkedAsync(db.Flags.AsNoTracking(), actor, [.. found.Take(limit)], master, cancellation);
        return new ListPage<FlagDetails>(
            items, found.Count > limit ? TimeCursor.Of(items[^1].Flag.DetectedAt, items[^1].Flag.Id) : null);
    }
}
