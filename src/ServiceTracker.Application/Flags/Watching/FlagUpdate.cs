using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>
/// Makes the flags of those of whom something else is told now than before. What a flag says follows its signals; what people did about it
/// stays. A flag that its signals no longer give is marked, not deleted.
/// </summary>
public sealed class FlagUpdate(IServiceTrackerDb db)
{
    /// <summary>Brings flags up to date; the next <c>SaveChanges</c> stores them.</summary>
    /// <param name="site">Where.</param>
    /// <param name="staff">Of whom something else is told; 0 for the site and its channels.</param>
    /// <param name="master">Master data.</param>
    /// <param name="now">The present instant, UTC.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>All flags of the site's detectors.</returns>
    internal async Task<List<Flag>> RunAsync(
        Site site, IReadOnlyCollection<int> staff, MasterData master, DateTime now, CancellationToken cancellation)
    {
        var flags = await db.Flags.Where(f => f.SiteId == site.Id && f.Kind <= FlagKind.Critical).ToListAsync(cancellation);
        foreach (var one in staff.Order())
        {
            await db.WatchSignals.Where(s => s.SiteId == site.Id && s.StaffId == one).LoadAsync(cancellation);
            // Those that are not stored yet as well, and none that are to go.
            Make(site, one, [.. db.WatchSignals.Local.Where(s => s.SiteId == site.Id && s.StaffId == one)], flags, master, now);
        }

        return flags;
    }

    private void Make(Site site, int staff, List<WatchSignal> signals, List<Flag> all, MasterData master, DateTime now)
    {
        var rows = all.FindAll(f => (f.StaffId ?? 0) == staff);
        var making = new FlagsOfSignals(master.Baselines);
        var made = making.Of(signals, (raised, channel) => RowOf(rows, raised, channel)?.ClosedOn);
        var left = rows.ToList();
        foreach (var (flag, row) in Matched(made, left).OrderBy(m => m.Flag.Raised.BusinessDate))
        {
            var to = row ?? New(site, flag, all, now);
            if (row is null) all.Add(to);
            Say(to, flag, making, master, now);
        }

        foreach (var row in left.Where(r => r.Supported)) (row.Supported, row.Version) = (false, row.Version + 1);
    }

    // The same interaction completes it, or else one of about the same days.
    private static List<(MadeFlag Flag, Flag? Row)> Matched(IReadOnlyList<MadeFlag> made, List<Flag> left)
    {
        var matched = new List<(MadeFlag, Flag?)>();
        foreach (var flag in made)
        {
            var row = left.Find(r => r.DetectedBy == flag.Raised.Interaction && IsOf(r, flag));
            if (row is null) continue;
            left.Remove(row);
            matched.Add((flag, row));
        }

        foreach (var flag in made.Where(m => !matched.Exists(x => ReferenceEquals(x.Item1, m))).ToList())
        {
            var row = left.Where(r => IsOf(r, flag) && Apart(r, flag.Raised) <= UnitFlags.JoiningDays).MinBy(r => Apart(r, flag.Raised));
            if (row is not null) left.Remove(row);
            matched.Add((flag, row));
        }

        return matched;
    }

    private static bool IsOf(Flag row, MadeFlag flag) => (row.ChannelId ?? 0) == flag.ChannelId
        && (row.Kind == FlagKind.Critical) == (flag.Label.Kind == DetectionKind.Critical)
        && (row.Kind == FlagKind.Better) == (flag.Label.Kind == DetectionKind.Better)
        && (row.Kind != FlagKind.Critical || row.Expectation == flag.Expectation);

    private static int Apart(Flag row, DetectorSignal raised) => Math.Abs(row.DetectedOn.DayNumber - raised.BusinessDate.DayNumber);

    private static Flag? RowOf(List<Flag> rows, DetectorSignal raised, int channel) =>
        rows.Find(r => r.DetectedBy == raised.Interaction && (r.ChannelId ?? 0) == channel)
        ?? rows.Where(r => (r.ChannelId ?? 0) == channel && r.Kind == KindOf(raised.Label) && Apart(r, raised) <= UnitFlags.JoiningDays)
            .MinBy(r => Apart(r, raised));

    private Flag New(Site site, MadeFlag made, List<Flag> all, DateTime now)
    {
        var id = IdOf(site.Id, made);
        var flag = new Flag
        {
            SiteId = site.Id,
            Id = all.Exists(f => f.Id == id) ? Guid.CreateVersion7(now) : id,
            StaffId = made.StaffId == SiteWatch.Everybody ? null : made.StaffId,
            ChannelId = made.ChannelId == 0 ? null : made.ChannelId,
            OpenedAt = now,
            Version = 0,
        };
        db.Flags.Add(flag);
        var quiet = made.LastSignalOn.AddDays(UnitFlag.LastingDays);
        if (quiet < site.Calendar.At(now).BusinessDate)
        {
            // Of imported history: it was over before anybody could look at it.
            Step(flag, 1, FlagStatus.Closed, now, $"Of past interactions: not seen again since {made.LastSignalOn:yyyy-MM-dd}.");
            flag.ClosedOn = quiet;
        }

        return flag;
    }

    private void Say(Flag flag, MadeFlag made, FlagsOfSignals making, MasterData master, DateTime now)
    {
        var before = (flag.Kind, flag.Expectation, flag.DetectedBy, flag.IsSettled, flag.Sentence, flag.Joined, flag.Supported);
        (flag.Kind, flag.Expectation) = (KindOf(made.Label), made.Expectation);
        (flag.DetectedAt, flag.DetectedBy) = (made.Raised.OccurredAt, made.Raised.Interaction);
        (flag.DetectedOn, flag.Since) = (made.Raised.BusinessDate, made.Latest.Since);
        flag.IsSettled = made.Latest.IsSettled;
        flag.Sentence = made.Latest.Sentence(place => NameOf(making.Codes[place], master, made.Raised.BusinessDate));
        flag.Evidence = made.Evidence;
        (flag.LastSignalOn, flag.Joined, flag.Supported) = (made.LastSignalOn, made.Joined, true);
        if (flag is { Status: FlagStatus.Closed, ClosedOn: { } closed } && made.LastSignalOn > closed)
            Step(flag, null, FlagStatus.Looking, now, $"It came back on {made.LastSignalOn:yyyy-MM-dd}.");
        var after = (flag.Kind, flag.Expectation, flag.DetectedBy, flag.IsSettled, flag.Sentence, flag.Joined, flag.Supported);
        if (before != after) flag.Version++;
    }

    private void Step(Flag flag, int? position, FlagStatus to, DateTime now, string reason)
    {
        db.FlagEvents.Add(new FlagEvent
        {
            SiteId = flag.SiteId,
            FlagId = flag.Id,
            Position = position ?? 1 + db.FlagEvents.Count(e => e.SiteId == flag.SiteId && e.FlagId == flag.Id),
            At = now,
            By = FlagEvent.Program,
            ByName = FlagEvent.Program,
            From = flag.Status,
            To = to,
            Reason = reason,
            Confirmed = to == FlagStatus.Closed,
        });
        flag.Status = to;
        flag.ClosedAt = to == FlagStatus.Closed ? now : null;
        if (to != FlagStatus.Closed) flag.ClosedOn = null;
    }

    private static FlagKind KindOf(FlagLabel label) => label.Kind switch
    {
        DetectionKind.Basic => FlagKind.Basic,
        DetectionKind.Erratic => FlagKind.Erratic,
        DetectionKind.Better => FlagKind.Better,
        DetectionKind.Critical => FlagKind.Critical,
        _ => FlagKind.Lower,
    };

    private static string NameOf(string code, MasterData master, DateOnly date) =>
        (master.BaselineOn(date)?.Find(code) ?? master.Baselines.Values.Select(b => b.Find(code)).OfType<Expectation>().First()).Question;

    // The same wherever it is made, so that two servers cannot make two of it.
    private static Guid IdOf(int site, MadeFlag made)
    {
        var name = $"{site} {made.StaffId} {made.ChannelId} {made.Raised.Interaction:N} {KindOf(made.Label)} {made.Expectation}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
    }
}
