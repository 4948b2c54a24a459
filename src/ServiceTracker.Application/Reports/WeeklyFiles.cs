using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports;

/// <summary>Writes the weekly files as the store has them at this moment. The same data give the same bytes.</summary>
public sealed class WeeklyFiles(
    ConsistencyQuery consistency, FigureReader figures, FlagWeekQuery flags, MasterDataReader masterData)
{
    // What the file has columns for: the rest of a row, such as its hash, is as long again.
    private static readonly Expression<Func<Interaction, Interaction>> Written = i => new Interaction
    {
        SiteId = i.SiteId,
        Id = i.Id,
        ExternalId = i.ExternalId,
        OccurredAt = i.OccurredAt,
        UtcOffset = i.UtcOffset,
        ZoneNumber = i.ZoneNumber,
        RecordedAt = i.RecordedAt,
        RecordedBy = "",
        BusinessDate = i.BusinessDate,
        TeamId = i.TeamId,
        StaffId = i.StaffId,
        ChannelId = i.ChannelId,
        ReasonId = i.ReasonId,
        Source = i.Source,
        Check = i.Check,
        Outcome = i.Outcome,
        Baseline = i.Baseline,
        Met = i.Met,
        Na = i.Na,
        Held = i.Held,
        Excused = i.Excused,
        Measures = i.Measures,
        MetCount = i.MetCount,
        ApplicableCount = i.ApplicableCount,
        WeightMet = i.WeightMet,
        WeightApplicable = i.WeightApplicable,
        AllBasicsMet = i.AllBasicsMet,
        CriticalMissed = i.CriticalMissed,
        State = i.State,
        StandOuts = i.StandOuts,
        Csat = i.Csat,
        RequestHash = Array.Empty<byte>(),
    };

    /// <summary>Writes one file of a week.</summary>
    /// <param name="actor">Whose sites are in it.</param>
    /// <param name="week">The week.</param>
    /// <param name="file">Which file.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="profile">For whom it is written.</param>
    /// <param name="target">Where the bytes go.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Rows without the header.</returns>
    internal async Task<long> WriteAsync(
        Actor actor, IsoWeek week, WeeklyFile file, Site? site, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        await using var csv = new CsvFile(target, profile);
        switch (file)
        {
            case WeeklyFile.Consistency:
                await WriteFiguresAsync(Breakdowns.EveryUnit, WeeklyColumns.Consistency);
                break;
            case WeeklyFile.Staff:
                await WriteFiguresAsync(Breakdown.Site | Breakdown.Staff, WeeklyColumns.Staff);
                break;
            case WeeklyFile.Channels:
                await WriteFiguresAsync(Breakdown.Site | Breakdown.Channel, WeeklyColumns.Channels);
                break;
            case WeeklyFile.Sites:
                await WriteFiguresAsync(Breakdown.Site, WeeklyColumns.Sites);
                break;
            case WeeklyFile.Basics:
                var basics = (await BasicsAsync(actor, week, site, cancellation)).OrderBy(r => r.Key)
                    .ThenBy(r => r.Expectation, StringComparer.Ordinal);
                await csv.WriteAsync(WeeklyColumns.Basics, basics.ToAsyncEnumerable(), cancellation);
                break;
            case WeeklyFile.Interactions:
                var master = await masterData.GetAsync(cancellation);
                await csv.WriteAsync(
                    WeeklyColumns.Interactions(week, BaselinesOf(week, master)), InteractionsAsync(actor, week, site, master, cancellation),
                    cancellation);
                break;
            case WeeklyFile.Flags:
                var open = await flags.RunAsync(actor, week, site, cancellation);
                await csv.WriteAsync(WeeklyColumns.Flags, open.ToAsyncEnumerable(), cancellation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(file));
        }

        return csv.Rows;

        async Task WriteFiguresAsync(Breakdown by, CsvColumn<ConsistencyRow>[] columns)
        {
            var whole = await consistency.WeekAsync(actor, week, site, cancellation);
            // Asked for after the figures, here and above, so that every site, person and baseline they name is there.
            var names = await masterData.GetAsync(cancellation);
            var rows = whole.By(by).Select(u => new ConsistencyRow(KeyOf(week, u.Unit, names), u)).OrderBy(r => r.Key);
            await csv.WriteAsync(columns, rows.ToAsyncEnumerable(), cancellation);
        }
    }

    private async Task<List<BasicsRow>> BasicsAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var question = new FigureQuestion(actor, FigureScope.OfWeeks(week, week, site), Breakdowns.EveryUnit | Breakdown.Expectation);
        var lines = await figures.SumsAsync(question, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var tallies = new BasicTallies<Unit>(master, question.By.Viewpoint());
        foreach (var (key, sums) in lines) tallies.Add(key.Unit, key.Baseline, sums);
        return [.. tallies.Applicable.Select(t => new BasicsRow(KeyOf(week, t.Key, master), t.Basic, t.Tally))];
    }

    // Site by site in the order of their codes, which no database key knows; within a site by time and id.
    private async IAsyncEnumerable<InteractionDetails> InteractionsAsync(
        Actor actor, IsoWeek week, Site? site, MasterData master, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var one in master.Sites.All.Where(s => site is null || s.Id == site.Id))
        {
            var question = new FigureQuestion(actor, FigureScope.OfWeeks(week, week, one), Breakdown.None);
            var rows = figures.Rows(question).OrderBy(i => i.OccurredAt).ThenBy(i => i.Id).Select(Written);
            await foreach (var i in rows.AsAsyncEnumerable().WithCancellation(cancellation)) yield return InteractionDetails.Of(i, master);
        }
    }

    private static List<Baseline> BaselinesOf(IsoWeek week, MasterData master) =>
        [.. Enumerable.Range(0, 7).Select(d => master.BaselineOn(week.Monday.AddDays(d))).OfType<Baseline>().Distinct()
            .OrderBy(b => b.Number)];

    private static RowKey KeyOf(IsoWeek week, Unit unit, MasterData master) => new(
        week, master.Sites[unit.SiteId!.Value].Code, master.Team(unit.SiteId.Value, unit.TeamId)?.Code ?? "",
        master.Staff.Find(unit.StaffId)?.Code ?? "", master.Channels.Find(unit.ChannelId)?.Code ?? "");
}
