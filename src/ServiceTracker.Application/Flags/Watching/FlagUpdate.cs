using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>
/// Makes the flags of those of whom something else is told now than before. What a flag says follows its signals; what people did about it
/// stays. A flag that its signals no longer give is marked, not deleted.
/// </summary>
public sealed class FlagUpdate(
    IServiceTrackerDb db, FlagEvidenceReader evidence, ProgramSteps steps, TimeProvider clock)
{
    /// <summary>Brings flags up to date; the next <c>SaveChanges</c> stores them.</summary>
    /// <param name="site">Where.</param>
    /// <param name="staff">Of whom something else is told; 0 for the site and its channels.</param>
    /// <param name="master">Master data.</param>
    /// <param name="today">The business date that is not over.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>All flags of the site's detectors.</returns>
    internal async Task<List<Flag>> RunAsync(
        Site site, IReadOnlyCollection<int> staff, MasterData master, DateOnly today, CancellationToken cancellation)
    {
        var flags = await db.Flags.Where(f => f.SiteId == site.Id && f.Kind <= FlagKind.Critical && f.DetectedBy != null)
            .ToListAsync(cancellation);
        var worked = await steps.WorkedOnAsync(site.Id, cancellation);
        foreach (var one in staff.Order())
        {
            await db.WatchSignals.Where(s => s.SiteId == site.Id && s.StaffId == one).LoadAsync(cancellation);
            // Those that are not stored yet as well, and none that are to go.
            var signals = db.WatchSignals.Local.Where(s => s.SiteId == site.Id && s.StaffId == one).ToList();
            await MakeAsync(site, one, signals, flags, worked, master, today, cancellation);
        }

        return flags;
    }

    private async Task MakeAsync(
        Site site, int staff, List<WatchSignal> signals, List<Flag> all, HashSet<Guid> worked, MasterData master, DateOnly today,
        CancellationToken cancellation)
    {
        var rows = all.FindAll(f => (f.StaffId ?? 0) == staff);
        var making = new FlagsOfSignals(master.Baselines);
        // An interaction may raise a flag of a person and complete critical misses of theirs.
        var closings = new Dictionary<(Guid Interaction, int? Critical), FlagConfirmation>();
        var (made, now) = (Made(), clock.GetUtcNow().UtcDateTime);
        // What closes by itself lets later signals be flags of their own, which may close as well.
        while (await CloseAsync(made)) made = Made();
        var left = rows.ToList();
        foreach (var (flag, row) in Matched(made, left).OrderBy(m => m.Flag.Raised.BusinessDate))
        {
            var to = row ?? New(site, flag, all, now);
            if (row is null) all.Add(to);
            var isTheirs = worked.Contains(to.Id);
            Say(to, flag, making, master, isTheirs, now);
            if (isTheirs) continue;
            var over = closings.GetValueOrDefault(KeyOf(flag.Raised));
            // It was over, and came back: it may be over again.
            if (over is not null && flag.ToldOn[^1] > over.On)
                over = await QuietAsync(site, flag, flag.ToldOn.Count - 1, today, master, cancellation);
            steps.Close(to, over, now);
        }

        foreach (var row in left.Where(r => r.Supported)) (row.Supported, row.Version) = (false, row.Version + 1);

        IReadOnlyList<MadeFlag> Made() => making.Of(
            signals, (raised, channel) => Row(raised, channel) is { } row && worked.Contains(row.Id) ? row.ClosedOn
                : closings.GetValueOrDefault(KeyOf(raised))?.On);

        // A row whose own signal is still there is of that one, however close another one is.
        Flag? Row(DetectorSignal raised, int channel) =>
            rows.Find(r => r.DetectedBy == raised.Interaction && (r.Kind == FlagKind.Critical
                ? KeyOf(raised).Critical is { } place && r.Expectation == making.Codes[place] : KeyOf(raised).Critical is null))
            ?? rows.Where(r => (r.ChannelId ?? 0) == channel && r.Kind == FlagKinds.Of(raised.Label.Kind) && Apart(r,
                raised) <= UnitFlags.JoiningDays
                && (KeyOf(raised).Critical is not { } place || r.Expectation == making.Codes[place])
                && !signals.Exists(s => s.InteractionId == r.DetectedBy)).MinBy(r => Apart(r, raised));

        async Task<bool> CloseAsync(IReadOnlyList<MadeFlag> flags)
        {
            var found = false;
            foreach (var flag in flags)
            {
                if (closings.ContainsKey(KeyOf(flag.Raised))
                    || (Row(flag.Raised, flag.ChannelId) is { } row && worked.Contains(row.Id))
                    || await QuietAsync(site, flag, 0, today, master, cancellation) is not { } quiet) continue;
                closings.Add(KeyOf(flag.Raised), quiet);
                found = true;
            }

            return found;
        }
    }

    // Nobody has worked on it, it has not been told again for eight weeks, and these are as usual: looked at after eight weeks and every
    // four weeks from then on, so that it does not matter when somebody looks.
    private async Task<FlagConfirmation?> QuietAsync(
        Site site, MadeFlag flag, int first, DateOnly today, MasterData master, CancellationToken cancellation)
    {
        var figures = FlagEvidence.Read(flag.Evidence);
        for (var i = first; i < flag.ToldOn.Count; i++)
        {
            var (last, next) = (flag.ToldOn[i], i + 1 < flag.ToldOn.Count ? flag.ToldOn[i + 1] : today);
            if (next.DayNumber - last.DayNumber <= FlagConfirmation.Days) continue;
            var days = await evidence.DaysAsync(
                site.Id, flag.StaffId, flag.ChannelId, flag.Expectation, last.AddDays(1), next.AddDays(-1), master.Baselines, cancellation);
            foreach (var end in FlagConfirmation.Looks(last, next))
            {
                var from = end.AddDays(-FlagConfirmation.Days);
                if (FlagConfirmation.Of(FlagKinds.Of(flag.Label.Kind), figures, days.FindAll(d => d.Date > from
                    && d.Date <= end)) is { } over)
                    return over with { On = end };
            }
        }

        return null;
    }

    // The same interaction completes it, or else one of about the same days.
    private static List<(MadeFlag Flag, Flag? Row)> Matched(IReadOnlyList<MadeFlag> made, List<Flag> left)
    {
        var matched = new List<(MadeFlag, Flag?)>();
        foreach (var flag in made)
        {
            var row = left.Find(r => r.DetectedBy == flag.Raised.Interaction && IsOfKind(r, flag));
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

    private static bool IsOf(Flag row, MadeFlag flag) => (row.ChannelId ?? 0) == flag.ChannelId && IsOfKind(row, flag);

    private static bool IsOfKind(Flag row, MadeFlag flag) => (row.Kind == FlagKind.Critical) == (flag.Label.Kind == DetectionKind.Critical)
        && FlagKinds.AreSameDirection(row.Kind, FlagKinds.Of(flag.Label.Kind))
        && (row.Kind != FlagKind.Critical || row.Expectation == flag.Expectation);

    private static int Apart(Flag row, DetectorSignal raised) => Math.Abs(row.DetectedOn.DayNumber - raised.BusinessDate.DayNumber);

    private static (Guid Interaction, int? Critical) KeyOf(DetectorSignal raised) =>
        (raised.Interaction, raised.Label.Kind == DetectionKind.Critical ? raised.Label.Basic : null);

    private Flag New(Site site, MadeFlag made, List<Flag> all, DateTime now)
    {
        var id = IdOf(site.Id, made);
        var flag = new Flag
        {
            SiteId = site.Id,
            Id = all.Exists(f => f.Id == id) ? Guid.CreateVersion7(now) : id,
            StaffId = made.StaffId == SiteWatch.Everybody ? null : made.StaffId,
            OpenedAt = now,
            Version = 0,
        };
        db.Flags.Add(flag);
        return flag;
    }

    private void Say(Flag flag, MadeFlag made, FlagsOfSignals making, MasterData master, bool isTheirs, DateTime now)
    {
        var before = (flag.Kind, flag.Expectation, flag.DetectedBy, flag.IsSettled, flag.Sentence, flag.Joined, flag.Supported);
        flag.ChannelId = made.ChannelId == 0 ? null : made.ChannelId;
        (flag.Kind, flag.Expectation) = (FlagKinds.Of(made.Label.Kind), made.Expectation);
        (flag.DetectedAt, flag.DetectedBy) = (made.Raised.OccurredAt, made.Raised.Interaction);
        (flag.DetectedOn, flag.Since) = (made.Raised.BusinessDate, made.Latest.Since);
        flag.IsSettled = made.Latest.IsSettled;
        flag.Sentence = made.Latest.Sentence(place => master.QuestionOf(making.Codes[place], made.Raised.BusinessDate));
        flag.Evidence = made.Evidence;
        (flag.LastSignalOn, flag.Joined, flag.Supported) = (made.ToldOn[^1], made.ToldOn.Count - 1, true);
        // Somebody's work goes on; what the program closed and opens again is as if it had never been closed.
        if (flag is { Status: FlagStatus.Closed, ClosedOn: { } closed } && flag.LastSignalOn > closed)
            steps.Take(flag, isTheirs ? FlagStatus.Looking : FlagStatus.New, now, $"It came back on {flag.LastSignalOn:yyyy-MM-dd}.");
        var after = (flag.Kind, flag.Expectation, flag.DetectedBy, flag.IsSettled, flag.Sentence, flag.Joined, flag.Supported);
        if (before != after) flag.Version++;
    }

    // The same wherever and whenever it is made, so without what settles later, and two servers cannot make two of it.
    private static Guid IdOf(int site, MadeFlag made)
    {
        var critical = made.Label.Kind == DetectionKind.Critical ? made.Expectation : null;
        var name = $"{site} {made.StaffId} {made.Raised.Interaction:N} {critical}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
    }
}
