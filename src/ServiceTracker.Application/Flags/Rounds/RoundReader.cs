using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Rounds;

/// <summary>
/// Holds the rounds of a site's whole weeks: people and channels compared, and what is logged with what was seen, each over a week and the
/// seven before it, as the pages of these comparisons have it for the site. The site's own rows alone decide, so that its flags follow from
/// them.
/// </summary>
public sealed class RoundReader(
    IServiceTrackerDb db, IRollupStore store, FigureReader figures, SourcesReader sources, FlagEvidenceReader evidence)
{
    /// <summary>Holds the rounds that are due.</summary>
    /// <param name="site">Where.</param>
    /// <param name="through">The last Sunday whose round was held and holds; null before the first.</param>
    /// <param name="again">Whether all of them are held again.</param>
    /// <param name="today">The business date that is not over.</param>
    /// <param name="master">Master data.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null where none is due; nothing found where nothing counts.</returns>
    internal async Task<RoundsTaken?> HoldAsync(
        Site site, DateOnly? through, bool again, DateOnly today, MasterData master, CancellationToken cancellation)
    {
        var last = IsoWeek.Of(today).AddWeeks(-1);
        var from = through is { } held && !again ? IsoWeek.Of(held).AddWeeks(1) : IsoWeek.Of(DateOnly.MinValue);
        if (from > last) return null;
        // Of one moment; and nothing that waits is taken in meanwhile.
        await using var snapshot = await store.BeginSnapshotAsync(db, cancellation);
        var first = await db.Interactions.Where(i => i.SiteId == site.Id && i.State != InteractionState.Excluded)
            .MinAsync(i => (DateOnly?)i.BusinessDate, cancellation);
        var begin = first is { } day && IsoWeek.Of(day) > from ? IsoWeek.Of(day) : from;
        var found = new List<RoundFinding>();
        if (first is not null && begin <= last)
        {
            var weeks = new RoundWeeks(site, begin, last, figures, sources, master);
            await weeks.ReadLoggedAsync(cancellation);
            // Of others nobody asks as long as they are not named.
            var told = (await db.RoundFindings.AsNoTracking()
                .Where(f => f.SiteId == site.Id && f.Kind == FlagKind.Comparison && f.IsTold && f.WeekStart < from.Monday)
                .Select(f => f.StaffId).Distinct().ToListAsync(cancellation)).ToHashSet();
            for (var week = begin; week <= last; week = week.AddWeeks(1))
            {
                var round = await OfWeekAsync(site, week, await weeks.UpToAsync(week, cancellation), told, master, cancellation);
                told.UnionWith(round.Where(f => f is { Kind: FlagKind.Comparison, IsTold: true }).Select(f => f.StaffId));
                found.AddRange(round);
            }
        }

        return new RoundsTaken(from, last, found);
    }

    private async Task<IReadOnlyList<RoundFinding>> OfWeekAsync(
        Site site, IsoWeek week, RoundFigures of, HashSet<int> told, MasterData master, CancellationToken cancellation)
    {
        var people = StaffComparison.Of(of.People, designEffect: of.DesignEffect, isAsked: s => told.Contains(Number(s)));
        RoundFinding[] found =
        [
            .. RoundOfPeople.Of(people, site.Id, week, Number),
            .. DataNotes.OfChannels(ChannelGap.Of(of.Channels), site.Id, week, Number),
            .. DataNotes.OfEvidence(of.Evidence, site.Id, week),
            .. DataNotes.OfLogging(of.Logging, site.Id, week),
        ];
        foreach (var one in found.Where(f => f is { IsTold: true, Kind: FlagKind.Comparison or FlagKind.ChannelGap }))
        {
            var figures = FlagEvidence.Read(one.Evidence);
            var (days, basics) = await evidence.CountsAsync(
                site.Id, one.StaffId, one.ChannelId, figures.From, figures.To, master.Baselines, cancellation);
            one.Evidence = (figures with { Baseline = master.BaselineOn(figures.To)?.Number ?? 0, Points = days, Basics = basics }).Write();
        }

        return found;
    }

    private static int Number(string name) => int.Parse(name, CultureInfo.InvariantCulture);
}
