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
    /// <summary>Brings the standings of a turn up to date; the next <c>SaveChanges</c> stores them.</summary>
    internal async Task RunAsync(
        Site site, WatchTurn turn, IReadOnlyList<Flag> all, MasterData master, CancellationToken cancellation)
    {
        // Nobody's class is for what their channel carries. What people carry is their site's all the same: it is what its customers meet.
        var flags = all.Where(f => f is { Supported: true, Kind: < FlagKind.Critical } && (f.PartOf is null || f.StaffId is null)).ToList();
        var first = IsoWeek.Of(turn.From).Monday;
        var rows = (await db.UnitWeeks.Where(w => w.SiteId == site.Id && w.WeekStart >= first).ToListAsync(cancellation))
            .ToDictionary(w => (w.WeekStart, w.StaffId, w.ChannelId));
        foreach (var unit in turn.Units)
        {
            var sunday = IsoWeek.Of(unit.Week).Sunday;
            var end = sunday < turn.Today ? sunday : turn.Today;
            var open = flags.Where(f => IsAbout(f, unit.StaffId, unit.ChannelId) && f.DetectedOn <= end && !(f.ClosedOn <= end))
                .MaxBy(f => f.DetectedOn);
            var standing = UnitStanding.Of(
                unit.Figures, open is null ? null : FlagKinds.Detection(open.Kind), open?.Sentence,
                    master.BaselineOn(end)?.TargetConsistency);
            if (!rows.Remove((unit.Week, unit.StaffId, unit.ChannelId), out var row))
            {
                row = new UnitWeek { SiteId = site.Id, WeekStart = unit.Week, StaffId = unit.StaffId, ChannelId = unit.ChannelId };
                db.UnitWeeks.Add(row);
            }

            (row.Class, row.Because) = (standing.Class, standing.Sentence);
        }

        // Of weeks that were looked at anew: whoever no longer worked in them, and weeks in which nobody did any more.
        db.UnitWeeks.RemoveRange(rows.Values);
    }

    // A flag of a person is about each of their channels where it is about all of them together, and about the person either way.
    private static bool IsAbout(Flag flag, int staff, int channel) => (flag.StaffId ?? 0) == staff
        && (channel == 0 || flag.ChannelId is null || flag.ChannelId == channel);
}
