using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>Reads what a flag shows of the time around the change: its days, and every basic since.</summary>
public sealed class FlagEvidenceReader(IServiceTrackerDb db)
{
    // Days before the change that are shown with it: as long as what is usual does not count yet.
    private const int DaysBefore = UsualLevel.AgeDays;

    /// <summary>The evidence of a signal, JSON of <see cref="FlagEvidence"/>.</summary>
    internal async Task<string> ReadAsync(Site site, WatchedSignal told, WatchGround ground, CancellationToken cancellation)
    {
        var (signal, baseline) = (told.Signal, ground.Baseline(told.Baseline));
        var isCritical = signal.Label.Kind == DetectionKind.Critical;
        var from = signal.Since.AddDays(-DaysBefore);
        // A settled label is one of the days in which it was settled as well.
        var to = signal.IsSettled && !isCritical ? told.ToldOn.AddDays(-1) : signal.BusinessDate;
        var rows = Rows(site.Id, told.StaffId, told.ChannelId, from, to);
        var days = new SortedDictionary<DateOnly, (int N, int Missed)>();
        var basics = baseline.Expectations.ToDictionary(e => e.Code, _ => (N: 0, Missed: 0), StringComparer.Ordinal);
        var basic = signal.Label.Basic is { } bit and >= 0 ? baseline.Expectations.Find(e => e.Bit == bit) : null;
        await foreach (var row in rows.Select(RollupDelta.OfRow).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            // Up to the interaction that completed it: what came later that day is not what raised the flag.
            if (to == signal.BusinessDate && row.OccurredAt > signal.OccurredAt) continue;
            var of = ground.Baseline(row.Baseline);
            var (applicable, missed) = Bits(row, of, told.StaffId);
            Count(row, of, applicable, missed);
        }

        // Of a critical basic nothing is tested: what was usual is what the days before showed.
        var before = days.Where(d => d.Key < signal.Since).Select(d => d.Value).ToList();
        var usual = !isCritical ? 1 - signal.UsualMissRate
            : before.Count == 0 ? 1 : 1 - (double)before.Sum(d => d.Missed) / before.Sum(d => d.N);
        var observed = signal.N == 0 ? 0 : 1 - (double)signal.K / signal.N;
        return new FlagEvidence
        {
            From = days.Keys.DefaultIfEmpty(signal.Since).Min(),
            To = to,
            Since = signal.Since,
            Baseline = told.Baseline,
            N = signal.N,
            ObservedRate = observed,
            UsualRate = usual,
            OddsRatio = isCritical || observed <= 0 || usual is <= 0 or >= 1
                ? null : (1 - observed) / observed / ((1 - usual) / usual),
            Statistic = signal.Evidence.Total,
            Threshold = isCritical ? null : signal.Threshold,
            Budget = isCritical ? null : ground.Budget,
            DayToDayVariation = isCritical ? null : told.DayToDayVariation,
            Points = [.. days.Select(d => new FlagDay(d.Key, d.Value.N, d.Value.Missed))],
            Basics =
            [
                .. baseline.Expectations.OrderBy(e => e.Bit).Where(e => basics[e.Code].N > 0).Select(e => new FlagBasic(
                    e.Code, basics[e.Code].N, basics[e.Code].Missed,
                    told.Basics is { } rates && e.Bit < rates.Count && rates[e.Bit] > 0 ? rates[e.Bit] : null)),
            ],
        }.Write();

        void Count(RollupDelta row, Baseline of, long applicable, long missed)
        {
            CountDay(days, row.BusinessDate, of, basic?.Code, applicable, missed);
            if (row.BusinessDate < signal.Since) return;
            foreach (var e in of.Expectations.Where(e => (applicable & e.Mask) != 0 && basics.ContainsKey(e.Code)))
            {
                var (n, m) = basics[e.Code];
                basics[e.Code] = (n + 1, m + ((missed & e.Mask) != 0 ? 1 : 0));
            }
        }
    }

    /// <summary>Days of a unit, as the points of a flag's evidence.</summary>
    internal async Task<List<FlagDay>> DaysAsync(
        int site, int staff, int channel, string? expectation, DateOnly from, DateOnly to, IReadOnlyDictionary<int, Baseline> baselines,
        CancellationToken cancellation)
    {
        var days = new SortedDictionary<DateOnly, (int N, int Missed)>();
        var rows = Rows(site, staff, channel, from, to).Select(RollupDelta.OfRow);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var of = baselines[row.Baseline];
            var (applicable, missed) = Bits(row, of, staff);
            CountDay(days, row.BusinessDate, of, expectation, applicable, missed);
        }

        return [.. days.Select(d => new FlagDay(d.Key, d.Value.N, d.Value.Missed))];
    }

    /// <summary>Days of a unit, as the points of a flag's evidence, and how often each basic was missed in them, by its code.</summary>
    internal async Task<(List<FlagDay> Days, List<FlagBasic> Basics)> CountsAsync(
        int site, int staff, int channel, DateOnly from, DateOnly to, IReadOnlyDictionary<int, Baseline> baselines,
        CancellationToken cancellation)
    {
        var days = new SortedDictionary<DateOnly, (int N, int Missed)>();
        var basics = new SortedDictionary<string, (int N, int Missed)>(StringComparer.Ordinal);
        var rows = Rows(site, staff, channel, from, to).Select(RollupDelta.OfRow);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var of = baselines[row.Baseline];
            var (applicable, missed) = Bits(row, of, staff);
            CountDay(days, row.BusinessDate, of, null, applicable, missed);
            foreach (var e in of.Expectations.Where(e => (applicable & e.Mask) != 0))
            {
                var (n, m) = basics.GetValueOrDefault(e.Code);
                basics[e.Code] = (n + 1, m + ((missed & e.Mask) != 0 ? 1 : 0));
            }
        }

        return (
            [.. days.Select(d => new FlagDay(d.Key, d.Value.N, d.Value.Missed))],
            [.. basics.Select(b => new FlagBasic(b.Key, b.Value.N, b.Value.Missed, null))]);
    }

    // Of all basics together, or of one.
    private static void CountDay(
        SortedDictionary<DateOnly, (int N, int Missed)> days, DateOnly date, Baseline of, string? expectation, long applicable, long missed)
    {
        var concerns = expectation is null ? of.AllBits : of.Find(expectation)?.Mask ?? 0;
        if ((applicable & concerns) == 0) return;
        var (n, m) = days.GetValueOrDefault(date);
        days[date] = (n + 1, m + ((missed & concerns) != 0 ? 1 : 0));
    }

    private IQueryable<Interaction> Rows(int site, int staff, int channel, DateOnly from, DateOnly to)
    {
        var rows = db.Interactions.AsNoTracking().Where(i => i.SiteId == site && i.State == InteractionState.Counted
            && i.BusinessDate >= from && i.BusinessDate <= to);
        if (staff != SiteWatch.Everybody) rows = rows.Where(i => i.StaffId == staff);
        return channel == 0 ? rows : rows.Where(i => i.ChannelId == channel);
    }

    private static (long Applicable, long Missed) Bits(RollupDelta row, Baseline of, int staff)
    {
        var applicable = of.AllBits & ~row.Pattern(of).NotApplicable(
            staff == SiteWatch.Everybody ? Viewpoint.Process : Viewpoint.Person);
        return (applicable, applicable & ~row.Met);
    }
}
