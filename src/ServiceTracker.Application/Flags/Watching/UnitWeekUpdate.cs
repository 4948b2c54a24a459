using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>Writes how units stood at the ends of weeks, and stand now: the class that pages, files and the API show.</summary>
public sealed class UnitWeekUpdate(IServiceTrackerDb db)
{
    /// <summary>Brings the standings of a turn up to date, inside the open transaction and after its flags are saved.</summary>
    internal async Task RunAsync(Site site, WatchTurn turn, MasterData master, DateOnly today, CancellationToken cancellation)
    {
        if (turn.Units.Count == 0) return;
        var flags = await db.Flags.AsNoTracking()
            .Where(f => f.SiteId == site.Id && f.Supported && f.PartOf == null && f.Kind < FlagKind.Critical)
            .Select(f => new OpenFlag(f.StaffId ?? 0, f.ChannelId ?? 0, f.Kind, f.DetectedOn, f.ClosedOn, f.Sentence))
            .ToListAsync(cancellation);
        var first = turn.Units.Min(u => u.Week);
        var rows = (await db.UnitWeeks.Where(w => w.SiteId == site.Id && w.WeekStart >= first).ToListAsync(cancellation))
            .ToDictionary(w => (w.WeekStart, w.StaffId, w.ChannelId));
        foreach (var unit in turn.Units)
        {
            var sunday = IsoWeek.Of(unit.Week).Sunday;
            var end = sunday < today ? sunday : today;
            var open = flags.Where(f => f.IsAbout(unit.StaffId, unit.ChannelId) && f.DetectedOn <= end && !(f.ClosedOn <= end))
                .MaxBy(f => f.DetectedOn);
            var standing = UnitStanding.Of(unit.Figures, open?.Detection, open?.Sentence, master.BaselineOn(end)?.TargetConsistency);
            if (!rows.Remove((unit.Week, unit.StaffId, unit.ChannelId), out var row))
            {
                row = new UnitWeek { SiteId = site.Id, WeekStart = unit.Week, StaffId = unit.StaffId, ChannelId = unit.ChannelId };
                db.UnitWeeks.Add(row);
            }

            (row.Class, row.Because) = (standing.Class, standing.Sentence);
        }

        // Of weeks that were looked at anew: whoever no longer worked in them.
        var weeks = turn.Units.Where(u => u.Week >= turn.From).Select(u => u.Week).ToHashSet();
        db.UnitWeeks.RemoveRange(rows.Values.Where(r => weeks.Contains(r.WeekStart)));
    }

    private sealed record OpenFlag(int StaffId, int ChannelId, FlagKind Kind, DateOnly DetectedOn, DateOnly? ClosedOn, string Sentence)
    {
        public DetectionKind Detection => Kind switch
        {
            FlagKind.Basic => DetectionKind.Basic,
            FlagKind.Erratic => DetectionKind.Erratic,
            FlagKind.Better => DetectionKind.Better,
            _ => DetectionKind.Lower,
        };

        // A flag of a person is about each of their channels where it is about all of them together, and about the person either way.
        public bool IsAbout(int staff, int channel) => StaffId == staff && (channel == 0 || ChannelId == 0 || ChannelId == channel);
    }
}
