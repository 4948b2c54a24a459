using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>One change of an interaction, as it is told to whoever follows all of them.</summary>
/// <param name="Change">What happened, when, and to which interaction.</param>
/// <param name="Site">The site that it is of, or was before it moved.</param>
/// <param name="Interaction">As it stands now; null where the site no longer has it.</param>
public sealed record InteractionChanged(ChangedInteraction Change, Site Site, InteractionDetails? Interaction);

/// <summary>
/// All changes of interactions in the order of their commits, for whoever keeps a copy elsewhere. For those who see everybody's.
/// </summary>
public sealed class InteractionChangesQuery(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>The changes behind a cursor, none of them twice and none left out.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="after">The cursor of an earlier answer; null begins with the first change there is.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The changes, and the cursor behind the last of them, or the one that was given where there is none: asked with again, it
    /// gives what came since.</returns>
    public async Task<Result<ListPage<InteractionChanged>>> RunAsync(
        Actor actor, string? after, int limit, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) return Refusal.Forbidden("The changes of all interactions are for those who see everybody's.");
        var errors = new List<FieldError>();
        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        var (position, read) = (0L, 0);
        if (after is not null && !TryRead(after, out position, out read)) errors.Add(FieldError.NotACursor);
        if (errors.Count > 0) return Refusal.Invalid(errors);

        var changes = new List<ChangedInteraction>(limit);
        var pages = actor.OfOwnSites(db.ChangePages.AsNoTracking(), p => p.SiteId)
            .Where(p => p.Position > position || (p.Position == position && p.Count > read)).OrderBy(p => p.Position).Take(limit);
        await foreach (var page in pages.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var skipped = page.Position == position ? read : 0;
            var some = page.Unpack().Skip(skipped).Take(limit - changes.Count).ToList();
            changes.AddRange(some);
            (position, read) = (page.Position, skipped + some.Count);
            if (changes.Count == limit) break;
        }

        return new ListPage<InteractionChanged>(await WithInteractionsAsync(actor, changes, cancellation), Cursor(position, read));
    }

    private async Task<IReadOnlyList<InteractionChanged>> WithInteractionsAsync(
        Actor actor, List<ChangedInteraction> changes, CancellationToken cancellation)
    {
        var found = new List<Interaction>(changes.Count);
        foreach (var site in changes.GroupBy(c => c.SiteId))
        {
            var ids = site.Select(c => c.Id).Distinct().ToArray();
            found.AddRange(await actor.Visible(db.Interactions.AsNoTracking())
                .Where(i => i.SiteId == site.Key && EF.Parameter(ids).Contains(i.Id)).ToListAsync(cancellation));
        }

        // Asked for after the rows, so that every site, channel and baseline they name is there.
        var master = await masterData.GetAsync(cancellation);
        var details = (await InteractionDetailsQuery.WithWhatStandsBesideAsync(db, found, master, cancellation))
            .ToDictionary(d => (d.Interaction.SiteId, d.Interaction.Id));
        return
        [
            .. changes.Select(c =>
                new InteractionChanged(c, master.Sites.Find(c.SiteId)!, details.GetValueOrDefault((c.SiteId, c.Id)))),
        ];
    }

    private static string Cursor(long position, int read) => string.Create(CultureInfo.InvariantCulture, $"{position}-{read}");

    private static bool TryRead(string cursor, out long position, out int read)
    {
        (position, read) = (0, 0);
        return cursor.Split('-') is [var first, var second]
            && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out position)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out read);
    }
}
