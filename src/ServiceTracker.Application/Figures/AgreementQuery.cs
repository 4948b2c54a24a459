using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Figures;

/// <summary>Compares sources of evidence.</summary>
public sealed class AgreementQuery(IServiceTrackerDb db, ComparisonScope comparison, FigureReader figures)
{
    /// <summary>
    /// What staff log against what others say of the same <see cref="Contact"/>: of several others, the one that is believed most.
    /// </summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<AgreementFigures>> RunAsync(Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, (scope, master) => OfAsync(actor, scope, master, cancellation), cancellation);

    /// <summary>The same of a scope; a staff account may ask about its own person alone.</summary>
    internal async Task<AgreementFigures> OfAsync(Actor actor, FigureScope scope, MasterData master, CancellationToken cancellation)
    {
        var rows = figures.Rows(new FigureQuestion(actor, scope, Breakdown.None)).Where(i => i.State != InteractionState.Excluded);
        var pairs = await PairsAsync(await rows.Where(i => i.ContactId != null).ToListAsync(cancellation), master, cancellation);
        // Not those that hold what others say.
        var checks = await rows.Where(i => i.Source == Source.Self && i.ApplicableCount > 0)
            .Where(i => i.ContactId == null || i.ContactId != i.Id).GroupBy(i => new { i.Check, i.AllBasicsMet })
            .Select(g => new { g.Key, N = g.LongCount() }).ToListAsync(cancellation);
        long Checks(CheckKind kind, bool metOnly) =>
            checks.Where(c => c.Key.Check == kind && (!metOnly || c.Key.AllBasicsMet)).Sum(c => c.N);

        var basics = pairs.SelectMany(p => BasicsOf(p, master)).GroupBy(b => b.Code, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => GapOf(g.Select(b => (b.Own, b.Other))));
        var scored = pairs.Where(p => p.Own.ApplicableCount > 0 && p.Other.ApplicableCount > 0)
            .Select(p => (p.Own.AllBasicsMet, p.Other.AllBasicsMet)).ToList();
        return new AgreementFigures(
            pairs.Count, scored.Count == 0 ? null : GapOf(scored), basics,
            LoggingGap.Of(
                Checks(CheckKind.Full, true), Checks(CheckKind.Full, false), Checks(CheckKind.Quick, true),
                Checks(CheckKind.Quick, false)));
    }

    private static EvidenceGap GapOf(IEnumerable<(bool Own, bool Other)> pairs)
    {
        var counts = pairs.CountBy(p => p).ToDictionary();
        long Of(bool own, bool other) => counts.GetValueOrDefault((own, other));
        return EvidenceGap.Of(Of(true, true), Of(true, false), Of(false, true), Of(false, false));
    }

    private async Task<List<(Interaction Own, Interaction Other)>> PairsAsync(
        List<Interaction> rows, MasterData master, CancellationToken cancellation)
    {
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

        var pairs = new List<(Interaction, Interaction)>();
        foreach (var evidence in rows.GroupBy(i => (i.SiteId, i.ContactId)).Select(g => Contact.InOrder(g)))
        {
            if (evidence.FirstOrDefault(i => i.Source == Source.Self) is { } mine
                && evidence.FirstOrDefault(i => i.Source is not (Source.Self or Source.System)) is { } theirs) pairs.Add((mine, theirs));
        }

        return pairs;
    }

    // Only basics that both say something of.
    private static IEnumerable<(string Code, bool Own, bool Other)> BasicsOf((Interaction Own, Interaction Other) pair, MasterData master)
    {
        var theirs = master.Baselines[pair.Other.Baseline];
        foreach (var expectation in master.Baselines[pair.Own.Baseline].Expectations)
        {
            if ((pair.Own.Na & expectation.Mask) != 0 || theirs.Find(expectation.Code) is not { } same
                || (pair.Other.Na & same.Mask) != 0) continue;
            yield return (expectation.Code, (pair.Own.Met & expectation.Mask) != 0, (pair.Other.Met & same.Mask) != 0);
        }
    }
}
