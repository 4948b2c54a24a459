using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Rounds;

/// <summary>
/// Makes the flags and notes of what rounds found. What they say follows the findings; what people did about them stays. One that no round
/// gives any more is marked, not deleted.
/// </summary>
public sealed class RoundUpdate(IServiceTrackerDb db, ProgramSteps steps, TimeProvider clock)
{
    /// <summary>Brings findings, flags and notes up to date; the next <c>SaveChanges</c> stores them.</summary>
    /// <param name="site">Where.</param>
    /// <param name="taken">The rounds that were held; null where only people decided something.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task RunAsync(Site site, RoundsTaken? taken, CancellationToken cancellation)
    {
        var stored = await db.RoundFindings.Where(f => f.SiteId == site.Id).ToListAsync(cancellation);
        var findings = taken is null ? stored : Merged(stored, taken);
        var rows = await db.Flags.Where(f => f.SiteId == site.Id && f.Kind >= FlagKind.Comparison && f.DetectedBy == null)
            .ToListAsync(cancellation);
        var worked = await steps.WorkedOnAsync(site.Id, cancellation);
        var made = FlagsOfRounds.Of(
            findings, raised => Row(rows, raised) is { } row && worked.Contains(row.Id), raised => Row(rows, raised)?.ClosedOn);
        var (left, now) = (rows.ToList(), clock.GetUtcNow().UtcDateTime);
        foreach (var flag in made.OrderBy(m => m.Raised.WeekStart))
        {
            var row = Row(left, flag.Raised);
            if (row is not null) left.Remove(row);
            else rows.Add(row = New(site, flag.Raised, rows, now));
            Say(row, flag, site);
            if (!worked.Contains(row.Id)) steps.Close(row, flag.Over, now);
        }

        foreach (var row in left.Where(r => r.Supported)) (row.Supported, row.Version) = (false, row.Version + 1);
    }

    // What was kept of weeks that were looked at anew becomes what they say now.
    private List<RoundFinding> Merged(List<RoundFinding> stored, RoundsTaken taken)
    {
        var first = taken.From.Monday;
        var kept = FlagsOfRounds.Kept(stored.Where(f => f.WeekStart < first).Concat(taken.Found));
        var old = stored.Where(f => f.WeekStart >= first).ToDictionary(f => (f.About, f.WeekStart));
        var merged = new List<RoundFinding>();
        foreach (var finding in kept)
        {
            if (finding.WeekStart >= first && old.Remove((finding.About, finding.WeekStart), out var row))
            {
                (row.IsTold, row.Sentence, row.Evidence) = (finding.IsTold, finding.Sentence, finding.Evidence);
                merged.Add(row);
                continue;
            }

            if (finding.WeekStart >= first) db.RoundFindings.Add(finding);
            merged.Add(finding);
        }

        db.RoundFindings.RemoveRange(old.Values);
        return merged;
    }

    // Of the same week, or else of about the same time.
    private static Flag? Row(List<Flag> rows, RoundFinding raised) => rows
        .Where(r => (r.Kind, r.StaffId ?? 0, r.ChannelId ?? 0) == raised.About && Apart(r, raised) <= UnitFlags.JoiningDays)
        .MinBy(r => Apart(r, raised));

    private static int Apart(Flag row, RoundFinding raised) => Math.Abs(row.DetectedOn.DayNumber - raised.Sunday.DayNumber);

    private Flag New(Site site, RoundFinding raised, List<Flag> all, DateTime now)
    {
        var id = IdOf(raised);
        var flag = new Flag
        {
            SiteId = site.Id,
            Id = all.Exists(f => f.Id == id) ? Guid.CreateVersion7(now) : id,
            Kind = raised.Kind,
            StaffId = raised.StaffId == 0 ? null : raised.StaffId,
            ChannelId = raised.ChannelId == 0 ? null : raised.ChannelId,
            // What a round finds is of whole weeks: nothing about it is provisional.
            IsSettled = true,
            OpenedAt = now,
            Version = 0,
        };
        db.Flags.Add(flag);
        return flag;
    }

    private static void Say(Flag flag, RoundFlag made, Site site)
    {
        var before = (flag.DetectedOn, flag.Sentence, flag.Evidence, flag.Joined, flag.Supported);
        var figures = FlagEvidence.Read(made.Raised.Evidence);
        (flag.DetectedAt, flag.DetectedOn) = (site.Calendar.StartOf(made.Raised.Sunday.AddDays(1)), made.Raised.Sunday);
        (flag.Since, flag.Sentence, flag.Evidence) = (figures.Since, made.Raised.Sentence, made.Raised.Evidence);
        (flag.LastSignalOn, flag.Joined, flag.Supported) = (made.ToldOn[^1], made.ToldOn.Count - 1, true);
        if (before != (flag.DetectedOn, flag.Sentence, flag.Evidence, flag.Joined, flag.Supported)) flag.Version++;
    }

    // The same wherever and whenever it is made.
    private static Guid IdOf(RoundFinding raised)
    {
        var name = $"{raised.SiteId} round {(int)raised.Kind} {raised.StaffId} {raised.ChannelId} {raised.WeekStart:O}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
    }
}
