using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>Puts the flags in the order in which they need somebody, each with what is part of it below it.</summary>
public sealed class FlagInboxQuery(IServiceTrackerDb db, PeopleInSight people, BusinessToday today, MasterDataReader masterData)
{
    /// <summary>Most flags that are listed, and most notes; of more the latest.</summary>
    public const int Most = 200;

    /// <summary>The list.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which flags.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<FlagInbox>> RunAsync(Actor actor, FlagFilter filter, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var (visible, errors) = (actor.Visible(db.Flags.AsNoTracking()), new List<FieldError>());
        var staff = filter.Staff is null ? null : await people.FindAsync(actor, master, filter.Staff, cancellation);
        var query = filter.Among(visible, notes: false, actor, staff, master, errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.OrderByDescending(f => f.DetectedAt).ThenBy(f => f.Id).Take(Most + 1).ToListAsync(cancellation);
        var notes = await FlagFilter.OpenOnes(FlagFilter.OfSort(visible, notes: true))
            .OrderByDescending(f => f.DetectedAt).ThenBy(f => f.Id).Take(Most).ToListAsync(cancellation);
        int[] sites = [.. found.Select(f => f.SiteId).Distinct()];
        Guid[] ids = [.. found.Select(f => f.Id)];
        var parts = ids.Length == 0 ? [] : await visible
            .Where(f => sites.Contains(f.SiteId) && f.Supported && f.PartOf != null && ids.Contains(f.PartOf.Value))
            .ToListAsync(cancellation);

        // Asked for after the flags, so that everybody they name is there.
        master = await masterData.GetAsync(cancellation);
        var below = parts.Select(f => FlagDetails.Of(f, master, []))
            .OrderBy(d => d.Staff?.Name, StringComparer.OrdinalIgnoreCase).ThenBy(d => d.Flag.Id).ToLookup(d => d.Flag.PartOf!.Value);
        var days = sites.ToDictionary(s => s, s => today.Of(actor, master, master.Sites[s]));
        return new FlagInbox(
            [
                .. found.Take(Most).Select(f => new InboxFlag(
                    FlagDetails.Of(f, master, [.. below[f.Id].Select(p => p.Flag.Id)]), FlagTurns.Of(f, days[f.SiteId]),
                    Math.Max(0, days[f.SiteId].DayNumber - f.DetectedOn.DayNumber), [.. below[f.Id]])).OrderBy(i => i.Turn),
            ],
            found.Count > Most, [.. notes.Select(n => FlagDetails.Of(n, master, []))]);
    }
}
