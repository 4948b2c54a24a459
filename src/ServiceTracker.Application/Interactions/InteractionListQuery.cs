using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>Lists interactions, newest first.</summary>
public sealed class InteractionListQuery(IServiceTrackerDb db, PeopleInSight people, RollupUpdate update, MasterDataReader masterData)
{
    /// <summary>Most interactions on a page, and how many there are without a wish.</summary>
    public const int MaxLimit = 1000, DefaultLimit = 100;

    private const string AnyMissed = "any";

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
        var query = Filtered(actor, filter, staff, master, errors);
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

    private IQueryable<Interaction> Filtered(
        Actor actor, InteractionFilter filter, StaffMember? person, MasterData master, List<FieldError> errors)
    {
        var query = actor.Visible(db.Interactions.AsNoTracking());
        if (filter.Site is { } site)
        {
            var id = actor.IfOwn(master.Sites.Find(site))?.Id ?? Unknown("site", site);
            query = query.Where(i => i.SiteId == id);
        }

        if (filter.Staff is { } staff)
        {
            var id = person?.Id ?? Unknown("staff", staff);
            query = query.Where(i => i.StaffId == id);
        }

        if (filter.Channel is { } channel)
        {
            var id = master.Channels.Find(channel)?.Id ?? Unknown("channel", channel);
            query = query.Where(i => i.ChannelId == id);
        }

        if (filter.From is { } from) query = query.Where(i => i.BusinessDate >= from);
        if (filter.To is { } to) query = query.Where(i => i.BusinessDate <= to);
        if (filter.State is { } text)
        {
            if (SnakeCase<InteractionState>.TryParse(text, out var state)) query = query.Where(i => i.State == state);
            else errors.Add(new("$.state", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<InteractionState>.All)}."));
        }

        return filter.Missed is { } missed ? Missing(query, missed) : query;

        int Unknown(string field, string code)
        {
            errors.Add(new("$." + field, FieldError.UnknownReference, $"There is no {field} “{code}”."));
            return 0;
        }

        IQueryable<Interaction> Missing(IQueryable<Interaction> among, string code)
        {
            if (code == AnyMissed) return among.Where(i => i.MetCount < i.ApplicableCount);
            // The same basic is another bit in each baseline: one condition for each bit it has had.
            var places = master.Baselines.Values.Select(b => (b.Number, b.Find(code)?.Mask)).Where(p => p.Mask is not null).ToList();
            if (places.Count == 0) errors.Add(new("$.missed", FieldError.UnknownReference, $"No baseline has an expectation “{code}”."));
            IQueryable<Interaction>? union = null;
            foreach (var group in places.GroupBy(p => p.Mask!.Value))
            {
                var numbers = group.Select(p => p.Number).ToArray();
                var bit = group.Key;
                var part = among.Where(i => numbers.Contains(i.Baseline) && (i.Met & bit) == 0 && (i.Na & bit) == 0);
                union = union is null ? part : union.Concat(part);
            }

            return union ?? among;
        }
    }
}
