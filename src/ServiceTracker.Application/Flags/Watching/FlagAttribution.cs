using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>
/// Who carries what is told of people and of their channel at the same time. A person carries a signal that stands against what everybody
/// else showed since; what they do not carry is part of the channel's flag. The channel carries one that stands without those people; else
/// it is part of theirs. Where nothing says it instead, a flag stays where it is: nothing true is left with nobody.
/// </summary>
public sealed class FlagAttribution(IServiceTrackerDb db, WatchRows rows)
{
    // Days between two signals that are about the same time.
    private const int SameTime = UnitFlags.JoiningDays;

    /// <summary>Decides it anew for flags of which something has changed.</summary>
    /// <param name="site">Where.</param>
    /// <param name="staff">Whose flags have changed; 0 for the site and its channels.</param>
    /// <param name="all">All flags of the site's detectors.</param>
    /// <param name="turn">The turn in which they have.</param>
    /// <param name="ground">The organisation.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task RunAsync(
        Site site, IReadOnlySet<int> staff, IReadOnlyList<Flag> all, WatchTurn turn, WatchGround ground, CancellationToken cancellation)
    {
        var live = all.Where(f => f.Supported && f.Kind < FlagKind.Critical).OrderBy(f => f.DetectedOn).ThenBy(f => f.Id).ToList();
        var people = live.FindAll(f => f.StaffId is not null);
        var carries = new Dictionary<Guid, bool>();
        var standing = new HashSet<Guid>();
        var looked = new HashSet<Guid>();
        foreach (var place in live.Where(f => f.StaffId is null))
        {
            var with = people.FindAll(p => IsAtTheSameTime(p, place));
            // Whoever carried it may no longer be flagged at all.
            var isCarried = place.PartOf is null || with.Exists(p => p.Id == place.PartOf);
            if (isCarried && !staff.Contains(SiteWatch.Everybody) && !with.Exists(p => staff.Contains(p.StaffId!.Value)))
            {
                if (place.PartOf is null) standing.Add(place.Id);
                continue;
            }

            var carriers = new List<Flag>();
            foreach (var person in with)
            {
                if (!carries.TryGetValue(person.Id, out var does))
                    carries.Add(person.Id, does = await CarriesAsync(site.Id, person, turn, ground, cancellation));
                if (does) carriers.Add(person);
                looked.Add(person.Id);
            }

            var stands = carriers.Count == 0 || await StandsWithoutAsync(site.Id, place, carriers, turn, ground, cancellation);
            if (stands) standing.Add(place.Id);
            Set(place, stands ? null : carriers[0].Id);
        }

        foreach (var person in people.Where(p => looked.Contains(p.Id)))
        {
            var place = carries[person.Id] ? null : live.Find(f => standing.Contains(f.Id) && IsAtTheSameTime(person, f));
            Set(person, place?.Id);
        }

        // What a flag was part of may be gone, or about another time.
        foreach (var person in people.Where(p => p.PartOf is not null && !looked.Contains(p.Id)))
            if (!live.Exists(f => f.Id == person.PartOf && IsAtTheSameTime(person, f))) Set(person, null);
    }

    private static void Set(Flag flag, Guid? partOf)
    {
        if (flag.PartOf == partOf) return;
        (flag.PartOf, flag.Version) = (partOf, flag.Version + 1);
    }

    private static bool IsAtTheSameTime(Flag person, Flag place) =>
        FlagKinds.AreSameDirection(person.Kind, place.Kind)
        && (person.ChannelId is null || place.ChannelId is null || person.ChannelId == place.ChannelId)
        && person.DetectedOn >= place.DetectedOn.AddDays(-SameTime) && person.DetectedOn <= place.LastSignalOn.AddDays(SameTime);

    private async Task<bool> CarriesAsync(int site, Flag flag, WatchTurn turn, WatchGround ground, CancellationToken cancellation)
    {
        if (await SignalAsync(site, flag, cancellation) is not { } signal) return true;
        var watch = await TakeAsync(
            site, signal, signal.BusinessDate, turn, ground, w => w.Try(flag.StaffId!.Value, signal), (_, _) => false, cancellation);
        return watch.Carries();
    }

    private async Task<bool> StandsWithoutAsync(
        int site, Flag place, IReadOnlyCollection<Flag> carriers, WatchTurn turn, WatchGround ground, CancellationToken cancellation)
    {
        if (await SignalAsync(site, place, cancellation) is not { } signal) return true;
        var people = carriers.Select(c => c.StaffId!.Value).ToHashSet();
        var stands = false;
        await TakeAsync(
            site, signal, signal.BusinessDate.AddDays(ChangeDetector.SettlingDays), turn, ground, w => w.LeaveOut(people),
            (date, told) => stands = date >= signal.Since && told.Any(t => t is { StaffId: SiteWatch.Everybody, Signal.IsSettled: false }
                && FlagKinds.AreSameDirection(FlagKinds.Of(t.Signal.Label.Kind), place.Kind)),
            cancellation);
        return stands;
    }

    // Takes the days from the last one kept before the change to the flag, or until enough is known.
    private async Task<SiteWatch> TakeAsync(
        int site, DetectorSignal signal, DateOnly to, WatchTurn turn, WatchGround ground, Action<SiteWatch> prepare,
        Func<DateOnly, IReadOnlyList<WatchedSignal>, bool> isEnough, CancellationToken cancellation)
    {
        var (watch, from) = await rows.RestoreAsync(site, signal.Since, turn, cancellation);
        prepare(watch);
        await foreach (var (date, of) in rows.DaysAsync(site, from ?? signal.Since, to, cancellation))
        {
            watch.Open(date, ground);
            if (isEnough(date, watch.Close(of, ground))) break;
        }

        return watch;
    }

    private async Task<DetectorSignal?> SignalAsync(int site, Flag flag, CancellationToken cancellation)
    {
        var id = flag.DetectedBy!.Value;
        var row = await db.WatchSignals.FindAsync([site, flag.StaffId ?? SiteWatch.Everybody, id, (short)0], cancellation);
        return row is null ? null : FlagsOfSignals.Read(row.Raised).Signal;
    }
}
