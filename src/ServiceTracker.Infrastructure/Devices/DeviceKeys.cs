using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>
/// The key to which a device encrypts a PIN that is entered while the server cannot be asked. What it keeps then is encrypted with fresh
/// randomness to a key of which it has only the public half: no PIN can be tried against it by whoever takes the device.
/// </summary>
public sealed class DeviceKeys(ServiceTrackerDb db, IDataProtectionProvider protection)
{
    private const string Purpose = "ServiceTracker.DeviceProof";

    private const int KeyBits = 2048;

    /// <summary>What a proof says.</summary>
    /// <param name="Staff">SHA-256 of the person's code.</param>
    /// <param name="Pin">As entered.</param>
    /// <param name="At">When it was entered, by the device's clock.</param>
    internal sealed record Opened(byte[] Staff, string Pin, DateTimeOffset At);

    /// <summary>The public half, as SubjectPublicKeyInfo; made at the first question.</summary>
    public async Task<byte[]> PublicKeyAsync(Device device, CancellationToken cancellation)
    {
        if (device.ProofKey is { } known) return known;
        using var rsa = RSA.Create(KeyBits);
        var (open, hidden) = (rsa.ExportSubjectPublicKeyInfo(), ProtectorOf(device.Id).Protect(rsa.ExportPkcs8PrivateKey()));
        var sealedKey = Convert.ToBase64String(hidden);
        // Of two at once one is kept, and both are told that one.
        await db.Devices.Where(d => d.Id == device.Id && d.ProofKey == null).ExecuteUpdateAsync(
            d => d.SetProperty(x => x.ProofKey, open).SetProperty(x => x.SealedProofKey, sealedKey), cancellation);
        return await db.Devices.AsNoTracking().Where(d => d.Id == device.Id).Select(d => d.ProofKey!).SingleAsync(cancellation);
    }

    /// <summary>Opens a proof: RSA-OAEP with SHA-256 of <c>[staff, pin, device, at, nonce]</c> as JSON.</summary>
    /// <returns>Null where it is none, or one of another device.</returns>
    internal Opened? Open(Device device, byte[] proof)
    {
        if (device.SealedProofKey is not { } sealedKey) return null;
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(ProtectorOf(device.Id).Unprotect(Convert.FromBase64String(sealedKey)), out _);
            var said = JsonSerializer.Deserialize<JsonElement[]>(rsa.Decrypt(proof, RSAEncryptionPadding.OaepSHA256));
            if (said is not [var staff, var pin, var its, var at, _] || its.GetString() != device.Id.ToString("N")) return null;
            return new Opened(
                Convert.FromBase64String(staff.GetString()!), pin.GetString()!, DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64()));
        }
        catch (Exception e) when (e is CryptographicException or JsonException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What a proof calls a person.</summary>
    internal static byte[] DigestOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    private IDataProtector ProtectorOf(Guid device) => protection.CreateProtector(Purpose, $"{device:N}");
}
