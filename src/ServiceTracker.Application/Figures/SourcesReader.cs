using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Figures;

/// <summary>Reads what each source of evidence says: on the same contact, and in quick logs and full checks.</summary>
public sealed class SourcesReader(IServiceTrackerDb db, FigureReader figures)
{
    /// <summary>
    /// What staff log against what others say of the same <see cref="Contact"/>: of several others, the one that is believed most.
    /// </summary>
    internal async Task<List<(Interaction Own, Interaction Other)>> PairsAsync(
        FigureQuestion question, MasterData master, CancellationToken cancellation)
    {
        var pairs = new List<(Interaction, Interaction)>();
        foreach (var evidence in await ContactsAsync(question, master, cancellation))
        {
            if (evidence.FirstOrDefault(i => i.Source == Source.Self) is { } mine
                && evidence.FirstOrDefault(i => i.Source is not (Source.Self or Source.System)) is { } theirs) pairs.Add((mine, theirs));
        }

        return pairs;
    }

    /// <summary>The contacts with several pieces of evidence, each with what it said itself, in the order in which they are
    /// believed.</summary>
    internal async Task<IReadOnlyList<IReadOnlyList<Interaction>>> ContactsAsync(
        FigureQuestion question, MasterData master, CancellationToken cancellation)
    {
        var rows = await RowsOf(question).Where(i => i.ContactId != null).ToListAsync(cancellation);
        var sites = rows.Select(i => i.SiteId).Distinct().ToArray();
        var bearing = rows.Where(i => i.ContactId == i.Id).Select(i => i.Id).ToArray();
        // What counts may have been completed by others; each is compared by its own words.
        var kept = await db.OwnAnswers.AsNoTracking()
            .Where(o => EF.Parameter(sites).Contains(o.SiteId) && EF.Parameter(bearing).Contains(o.InteractionId))
            .ToDictionaryAsync(o => (o.SiteId, o.InteractionId), cancellation);
        foreach (var row in rows)
        {
            if (kept.TryGetValue((row.SiteId, row.Id), out var own)) Contact.Answer(row, own, master.Baselines[row.Baseline]);
        }

        return [.. rows.GroupBy(i => (i.SiteId, i.ContactId)).Select(g => Contact.InOrder(g))];
    }

    /// <summary>What staff logged themselves and was scored, by day, kind of check and whether all basics were met.</summary>
    internal async Task<IReadOnlyList<LoggedCount>> LoggedAsync(FigureQuestion question, CancellationToken cancellation)
    {
        var counts = await OwnLogs(question).GroupBy(i => new { i.BusinessDate, i.Check, i.AllBasicsMet })
            .Select(g => new { g.Key, N = g.LongCount() }).ToListAsync(cancellation);
        return [.. counts.Select(c => new LoggedCount(c.Key.BusinessDate, c.Key.Check, c.Key.AllBasicsMet, c.N))];
    }

    /// <summary>The same by person and channel; what nobody is named in is left out.</summary>
    internal async Task<IReadOnlyList<PersonLoggedCount>> LoggedByPersonAsync(FigureQuestion question, CancellationToken cancellation)
    {
        var counts = await OwnLogs(question).Where(i => i.StaffId != null)
            .GroupBy(i => new { i.StaffId, i.ChannelId, i.Check, i.AllBasicsMet })
            .Select(g => new { g.Key, N = g.LongCount() }).ToListAsync(cancellation);
        return [.. counts.Select(c => new PersonLoggedCount(
            c.Key.StaffId!.Value, c.Key.ChannelId, c.Key.Check, c.Key.AllBasicsMet, c.N))];
    }

    /// <summary>The two sources compared on "all basics met"; null without a scored pair.</summary>
    internal static EvidenceGap? AllBasics(IEnumerable<(Interaction Own, Interaction Other)> pairs)
    {
        var scored = pairs.Where(p => p.Own.ApplicableCount > 0 && p.Other.ApplicableCount > 0)
            .Select(p => (p.Own.AllBasicsMet, p.Other.AllBasicsMet)).ToList();
        return scored.Count == 0 ? null : GapOf(scored);
    }

    /// <summary>The two sources compared.</summary>
    internal static EvidenceGap GapOf(IEnumerable<(bool Own, bool Other)> pairs)
    {
        var counts = pairs.CountBy(p => p).ToDictionary();
        long Of(bool own, bool other) => counts.GetValueOrDefault((own, other));
        return EvidenceGap.Of(Of(true, true), Of(true, false), Of(false, true), Of(false, false));
    }

    // Not those that hold what others say.
    private IQueryable<Interaction> OwnLogs(FigureQuestion question) =>
        RowsOf(question).Where(i => i.Source == Source.Self && i.ApplicableCount > 0)
            .Where(i => i.ContactId == null || i.ContactId != i.Id);

    private IQueryable<Interaction> RowsOf(FigureQuestion question) =>
        figures.Rows(question).Where(i => i.State != InteractionState.Excluded);
}
