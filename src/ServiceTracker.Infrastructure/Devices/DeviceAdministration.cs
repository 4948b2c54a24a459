using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>Registers, pairs, lists, unlocks and revokes the devices of the counter.</summary>
public sealed class DeviceAdministration(
    ServiceTrackerDb db, MasterDataReader master, PinGuard guard, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How long a pairing code is good for.</summary>
    public static readonly TimeSpan PairingLifetime = TimeSpan.FromMinutes(10);

    // As of people and places.
    private const int MaxName = 200;

    // Without what is read for something else: 31 signs, 8 of them are 40 bits.
    private const string CodeSigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int CodeLength = 8;

    private const string ForManagers = "Devices are registered by a manager.";

    /// <summary>Registers a device for one site.</summary>
    public async Task<Result<NewDevice>> RegisterAsync(Actor actor, DeviceInput input, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden(ForManagers);
        var (data, errors) = (await master.GetAsync(cancellation), new List<FieldError>());
        var site = actor.IfOwn(data.Sites.Find(input.Site));
        if (string.IsNullOrWhiteSpace(input.Site)) errors.Add(new("$.site", FieldError.Required, "Say at which site it stands."));
        else if (site is null) errors.Add(new("$.site", FieldError.UnknownReference, $"There is no site “{input.Site}”."));
        if (NameError(input.Name) is { } wrong) errors.Add(wrong);
        var channel = Known("$.channel", "channel", input.Channel, c => data.Channels.Find(c)?.Code, errors);
        var reason = Known("$.reason", "reason", input.Reason, c => data.Reasons.Find(c)?.Code, errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);

        var (now, code) = (clock.GetUtcNow(), RandomNumberGenerator.GetString(CodeSigns, CodeLength));
        var device = new Device
        {
            Id = Guid.CreateVersion7(now),
            SiteId = site!.Id,
            Name = input.Name!.Trim(),
            Channel = channel,
            Reason = reason,
            RegisteredAt = now.UtcDateTime,
            PairingHash = HashOf(code),
            PairingEndsAt = (now + PairingLifetime).UtcDateTime,
        };
        db.Devices.Add(device);
        audit.Record(actor, "device.registered", SubjectOf(device), null, new { device.Name, Site = site.Code, channel, reason }, site.Id);
        await db.SaveChangesAsync(cancellation);
        return new Result<NewDevice>.Ok(new NewDevice(device, code, now + PairingLifetime), IsNew: true);
    }

    /// <summary>Pairs whoever knows the code, once.</summary>
    /// <returns>The device, and the secret by which it is known from then on; or null where the code is none.</returns>
    public async Task<(Device Device, string Secret)?> PairAsync(string? code, CancellationToken cancellation)
    {
        var (hash, now) = (HashOf(Plain(code)), clock.GetUtcNow().UtcDateTime);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var secretHash = HashOf(secret);
        // Taken by the statement that finds it: of two at once one gets it.
        var taken = await db.Devices.Where(d => d.PairingHash == hash && d.PairingEndsAt > now && d.RevokedAt == null)
            .ExecuteUpdateAsync(
                d => d.SetProperty(x => x.PairingHash, (byte[]?)null).SetProperty(x => x.PairingEndsAt, (DateTime?)null)
                    .SetProperty(x => x.SecretHash, secretHash).SetProperty(x => x.PairedAt, now).SetProperty(x => x.LastSeenAt, now),
                cancellation);
        if (taken == 0) return null;
        var device = await db.Devices.AsNoTracking().SingleAsync(d => d.SecretHash == secretHash, cancellation);
        audit.Record(Actor.Nobody, "device.paired", SubjectOf(device), null, new { device.Name }, device.SiteId);
        await db.SaveChangesAsync(cancellation);
        return (device, secret);
    }

    /// <summary>The devices of the actor's sites that are not revoked, the oldest first.</summary>
    public async Task<IReadOnlyList<DeviceStanding>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        var devices = await actor.OfOwnSites(db.Devices.AsNoTracking(), d => d.SiteId).Where(d => d.RevokedAt == null)
            .OrderBy(d => d.Id).ToListAsync(cancellation);
        var wrong = await guard.WrongAsync([.. devices.Select(d => PinTries.OfDevice(d.Id))], cancellation);
        return [.. devices.Select(d => new DeviceStanding(d, wrong.GetValueOrDefault(PinTries.OfDevice(d.Id))))];
    }

    /// <summary>What the devices of the actor's sites are called, revoked ones as well.</summary>
    public Task<Dictionary<Guid, string>> NamesAsync(Actor actor, CancellationToken cancellation) =>
        actor.OfOwnSites(db.Devices.AsNoTracking(), d => d.SiteId).ToDictionaryAsync(d => d.Id, d => d.Name, cancellation);

    /// <summary>Keeps a device out from its next request on.</summary>
    public async Task<Result<Device>> RevokeAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden(ForManagers);
        if (await FindAsync(actor, id, cancellation) is not { } device) return NoDevice;
        device.RevokedAt = clock.GetUtcNow().UtcDateTime;
        (device.PairingHash, device.PairingEndsAt, device.SecretHash) = (null, null, null);
        audit.Record(actor, "device.revoked", SubjectOf(device), new { device.Name }, null, device.SiteId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.DeviceUnlocks.Where(u => u.DeviceId == id).ExecuteDeleteAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return device;
    }

    /// <summary>Gives the tries back that wrong PINs used up on a device.</summary>
    public async Task<Result<Device>> UnlockAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden(ForManagers);
        if (await FindAsync(actor, id, cancellation) is not { } device) return NoDevice;
        await guard.ForgiveAsync(PinTries.OfDevice(id), cancellation);
        audit.Record(actor, "device.unlocked", SubjectOf(device), null, null, device.SiteId);
        await db.SaveChangesAsync(cancellation);
        return device;
    }

    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    internal static string SubjectOf(Device device) => $"device/{device.Id}";

    private static Refusal NoDevice => Refusal.NotFound("There is no such device.");

    // As it is read aloud and typed: in small letters, with blanks or hyphens.
    private static string Plain(string? code) =>
        string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit).Take(CodeLength + 1)).ToUpperInvariant();

    private Task<Device?> FindAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        actor.OfOwnSites(db.Devices, d => d.SiteId).FirstOrDefaultAsync(d => d.Id == id && d.RevokedAt == null, cancellation);

    private static FieldError? NameError(string? name) =>
        string.IsNullOrWhiteSpace(name) ? new("$.name", FieldError.Required, "Give it a name, such as where it stands.")
        : name.Length > MaxName ? new("$.name", FieldError.Invalid, $"At most {MaxName} characters.")
        : !StorableText.IsStorable(name) || name.Any(char.IsControl)
            ? new("$.name", FieldError.Invalid, "Control characters cannot be kept; take them out.") : null;

    private static string? Known(string path, string kind, string? code, Func<string, string?> find, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(code)) return null;
        if (find(Code.Trim(code)) is { } known) return known;
        errors.Add(new(path, FieldError.UnknownReference, $"There is no {kind} “{code}”."));
        return null;
    }
}
