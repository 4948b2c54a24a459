using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>Knows devices again, and who is at them: by their PIN, until the device is locked by hand or by nobody touching it.</summary>
public sealed class DeviceAccess(
    ServiceTrackerDb db, MasterDataReader master, PinHashes hashes, PinGuard guard, AuditTrail audit, TimeProvider clock)
{
    // A request more often than this is not written down.
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1), TouchedEvery = TimeSpan.FromSeconds(3);

    /// <summary>The device of a secret as it is stored now, or null where there is none or it is revoked.</summary>
    /// <param name="secret">From its cookie.</param>
    /// <param name="version">The program's version, which the device has its page from.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Device?> FindAsync(string secret, string? version, CancellationToken cancellation)
    {
        var hash = DeviceAdministration.HashOf(secret);
        var device = await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.SecretHash == hash && d.RevokedAt == null, cancellation);
        if (device is null) return null;
        var now = clock.GetUtcNow().UtcDateTime;
        if (device.LastSeenAt is not { } seen || (now - seen).Duration() >= SeenEvery || device.Version != version)
        {
            await db.Devices.Where(d => d.Id == device.Id).ExecuteUpdateAsync(
                d => d.SetProperty(x => x.LastSeenAt, now).SetProperty(x => x.Version, version), cancellation);
        }

        return device;
    }

    /// <summary>The people who may come in at a device: those of its site who are active today.</summary>
    public static IReadOnlyList<StaffMember> PeopleAt(MasterData data, Site site, DateTime now)
    {
        var today = site.Calendar.At(now).BusinessDate;
        return [.. data.Staff.All.Where(p => p.HomeSiteId == site.Id && p.IsActiveOn(today))
            .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Looks at a PIN, and lets its person in where it is right.</summary>
    /// <param name="device">Where it was entered.</param>
    /// <param name="code">Whose it is said to be.</param>
    /// <param name="pin">As entered.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<PinOutcome> TryAsync(Device device, string? code, string? pin, CancellationToken cancellation)
    {
        var data = await master.GetAsync(cancellation);
        var (site, now) = (data.Sites[device.SiteId], clock.GetUtcNow().UtcDateTime);
        var named = data.Staff.Find(code);
        var outcome = await JudgeAsync(
            device, site, code, PeopleAt(data, site, now).FirstOrDefault(p => p.Id == named?.Id), pin, cancellation);
        if (outcome is PinOutcome.Right(var person)) await UnlockAsync(device, person, now, cancellation);
        return outcome;
    }

    /// <summary>
    /// Looks at a PIN and no more. Whatever the reason for a refusal, the same is done: counted, one hash checked, one line of audit.
    /// </summary>
    /// <param name="device">Where it was entered.</param>
    /// <param name="site">The device's.</param>
    /// <param name="code">Whose it is said to be.</param>
    /// <param name="person">Whose that is, where somebody there has this code.</param>
    /// <param name="pin">As entered.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<PinOutcome> JudgeAsync(
        Device device, Site site, string? code, StaffMember? person, string? pin, CancellationToken cancellation)
    {
        var subject = person is not null
            ? PinTries.OfPerson(person.Id)
            : PinTries.OfNobody(site.Id, Convert.ToHexString(DeviceAdministration.HashOf(Code.Trim(code))[..16]));
        if (!await guard.TryCountDeviceAsync(device.Id, cancellation)) return new PinOutcome.DeviceLocked();
        if (!await guard.TryCountPersonAsync(subject, cancellation))
        {
            await guard.TakeBackAsync(PinTries.OfDevice(device.Id), CancellationToken.None);
            return new PinOutcome.PersonLocked();
        }

        var id = person?.Id ?? 0;
        var kept = await db.StaffPins.AsNoTracking().FirstOrDefaultAsync(p => p.StaffId == id, cancellation);
        var isRight = hashes.IsRight(kept, pin ?? "");
        if (!isRight || person is null)
        {
            var about = person is null ? DeviceAdministration.SubjectOf(device) : PinAdministration.SubjectOf(person);
            audit.Record(ActorOf(device, null), "pin.refused", about, null, null, site.Id);
            await db.SaveChangesAsync(cancellation);
            return new PinOutcome.Wrong();
        }

        await guard.TakeBackAsync(subject, CancellationToken.None);
        await guard.TakeBackAsync(PinTries.OfDevice(device.Id), CancellationToken.None);
        return new PinOutcome.Right(person);
    }

    /// <summary>Who is in at a device by their PIN. Whoever has not used it for the site's time is out by the first request after
    /// that.</summary>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlySet<int>> OpenAsync(Device device, CancellationToken cancellation)
    {
        var (data, now) = (await master.GetAsync(cancellation), clock.GetUtcNow().UtcDateTime);
        var site = data.Sites[device.SiteId];
        var unlocks = await db.DeviceUnlocks.AsNoTracking().Where(u => u.DeviceId == device.Id).ToListAsync(cancellation);
        int[] idle = [.. unlocks.Where(u => u.IsIdle(now, site.IdleLock)).Select(u => u.StaffId)];
        // For good: a clock that is set on again after it was set back opens nothing.
        if (idle.Length > 0)
            await db.DeviceUnlocks.Where(u => u.DeviceId == device.Id && idle.Contains(u.StaffId)).ExecuteDeleteAsync(cancellation);
        var here = PeopleAt(data, site, now).Select(p => p.Id).ToHashSet();
        return unlocks.Select(u => u.StaffId).Except(idle).Where(here.Contains).ToHashSet();
    }

    /// <summary>Begins the time of a person who is in anew: what others do does not keep it open for them.</summary>
    public Task UseAsync(Device device, int staffId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var touched = now - TouchedEvery;
        return db.DeviceUnlocks.Where(u => u.DeviceId == device.Id && u.StaffId == staffId && u.UsedAt < touched)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.UsedAt, now), cancellation);
    }

    /// <summary>Locks a device for everybody.</summary>
    public Task LockAsync(Device device, CancellationToken cancellation) =>
        db.DeviceUnlocks.Where(u => u.DeviceId == device.Id).ExecuteDeleteAsync(cancellation);

    /// <summary>Keeps how many entries wait on a device, as it says.</summary>
    public Task KeepWaitingAsync(Device device, int waiting, CancellationToken cancellation) =>
        device.WaitingEntries == waiting ? Task.CompletedTask : db.Devices.Where(d => d.Id == device.Id)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.WaitingEntries, waiting), cancellation);

    /// <summary>Keeps how far the device's clock is from the server's.</summary>
    /// <param name="device">The device.</param>
    /// <param name="its">Its time, in milliseconds since 1970.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task KeepClockAsync(Device device, long its, CancellationToken cancellation)
    {
        var difference = (int)Math.Clamp((its - clock.GetUtcNow().ToUnixTimeMilliseconds()) / 1000.0, int.MinValue, int.MaxValue);
        return db.Devices.Where(d => d.Id == device.Id)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.ClockDifference, difference), cancellation);
    }

    /// <summary>Who acts on a device: it may log at its site for the one person whose PIN was right, and sees what is theirs.</summary>
    public static Actor ActorOf(Device device, StaffMember? person) =>
        new(
            person is null ? device.ActorId : device.ActorIdOf(person.Id),
            person is null ? device.Name : $"{person.Name} at {device.Name}", Permissions.Least, [device.SiteId], person?.Id);

    private async Task UnlockAsync(Device device, StaffMember person, DateTime now, CancellationToken cancellation)
    {
        if (await db.DeviceUnlocks.Where(u => u.DeviceId == device.Id && u.StaffId == person.Id)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.UsedAt, now), cancellation) > 0) return;
        db.DeviceUnlocks.Add(new DeviceUnlock { DeviceId = device.Id, StaffId = person.Id, UsedAt = now });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (StoreFailure.Of(e) == Application.StoreTrouble.Refused)
        {
            // The same PIN, twice at once.
            db.ChangeTracker.Clear();
        }
    }
}
