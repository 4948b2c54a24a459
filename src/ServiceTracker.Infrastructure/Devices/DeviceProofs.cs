using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>Says whose PIN a proof proves. It is checked as a PIN is, with the same counting and the same limits; once for each
/// proof.</summary>
public sealed class DeviceProofs(ServiceTrackerDb db, DeviceKeys keys, DeviceAccess access, TimeProvider clock)
{
    // Base64 of what RSA with 2048 bits gives.
    private const int LongestProof = 400;

    /// <summary>Whose an entry is.</summary>
    /// <param name="Person">Null where it is nobody's.</param>
    /// <param name="Ground">Why not.</param>
    internal sealed record Verdict(StaffMember? Person, UnclaimedGround? Ground)
    {
        public static Verdict Of(StaffMember person) => new(person, null);

        public static Verdict Nobody(UnclaimedGround ground) => new(null, ground);
    }

    /// <summary>Looks at a proof.</summary>
    /// <param name="device">The device that it came from.</param>
    /// <param name="data">Master data.</param>
    /// <param name="staff">Whose it is said to be, by their code.</param>
    /// <param name="proof">As it was sent, in Base64.</param>
    /// <param name="deviceNow">The device's clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<Verdict> JudgeAsync(
        Device device, MasterData data, string? staff, string? proof, DateTimeOffset deviceNow, CancellationToken cancellation)
    {
        var code = Code.Trim(staff);
        if (proof is not { Length: > 0 and <= LongestProof } || !Base64.IsValid(proof)) return Verdict.Nobody(UnclaimedGround.NoProof);
        var bytes = Convert.FromBase64String(proof);
        var digest = SHA256.HashData(bytes);
        var person = data.Staff.Find(code) is { } named && named.HomeSiteId == device.SiteId ? named : null;
        if (keys.Open(device, bytes) is not { } opened || !opened.Staff.AsSpan().SequenceEqual(DeviceKeys.DigestOf(code))
            || (deviceNow - opened.At).Duration() > DeviceProof.Lifetime) return Verdict.Nobody(UnclaimedGround.NoProof);

        var known = await db.DeviceProofs.AsNoTracking()
            .FirstOrDefaultAsync(p => p.DeviceId == device.Id && p.Digest == digest, cancellation);
        if (known is not null)
            return person is not null && known.StaffId == person.Id ? Verdict.Of(person) : Verdict.Nobody(UnclaimedGround.WrongPin);
        var outcome = await access.JudgeAsync(device, data.Sites[device.SiteId], code, person, opened.Pin, cancellation);
        if (outcome is PinOutcome.PersonLocked or PinOutcome.DeviceLocked) return Verdict.Nobody(UnclaimedGround.Locked);
        await KeepAsync(device, digest, (outcome as PinOutcome.Right)?.Person.Id, cancellation);
        return outcome is PinOutcome.Right(var whose) ? Verdict.Of(whose) : Verdict.Nobody(UnclaimedGround.WrongPin);
    }

    private async Task KeepAsync(Device device, byte[] digest, int? staffId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var past = now - DeviceProof.Lifetime - DeviceProof.Lifetime;
        await db.DeviceProofs.Where(p => p.DeviceId == device.Id && p.JudgedAt < past).ExecuteDeleteAsync(cancellation);
        db.DeviceProofs.Add(new DeviceProof { DeviceId = device.Id, Digest = digest, StaffId = staffId, JudgedAt = now });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (StoreFailure.Of(e) == StoreTrouble.Refused)
        {
            // Two tabs with the same proof at once.
            db.ChangeTracker.Clear();
        }
    }
}
