using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using ServiceTracker.Domain.Devices;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>
/// Makes and checks what is kept of PINs: PBKDF2 at the cost of passwords, sealed by Data Protection for this one person. All PINs there
/// are would be hashed in hours, so a table of hashes alone would be as good as the PINs; without the key ring the sealed ones say
/// nothing.
/// </summary>
public sealed class PinHashes(IPasswordHasher<StaffPin> hasher, IDataProtectionProvider protection)
{
    private const string Purpose = "ServiceTracker.StaffPin";

    // Nobody has this number.
    private const int Nobody = 0;

    // Checked where there is no PIN to check against, at the same cost. What it was made from is forgotten at once.
    private StaffPin? decoy;

    /// <summary>What is kept of a PIN.</summary>
    public StaffPin Of(int staffId, string pin, DateTime now)
    {
        var kept = new StaffPin { StaffId = staffId, SealedHash = "", SetAt = now };
        kept.SealedHash = Protector(staffId).Protect(hasher.HashPassword(kept, pin));
        return kept;
    }

    /// <summary>Whether a PIN is the one that was kept; takes as long where none was.</summary>
    public bool IsRight(StaffPin? kept, string pin)
    {
        var against = kept ?? (decoy ??= Of(Nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), default));
        string hash;
        try
        {
            hash = Protector(against.StaffId).Unprotect(against.SealedHash);
        }
        catch (CryptographicException) when (kept is not null)
        {
            // Its key is gone, or the row is another person's: a manager sets a new PIN.
            IsRight(null, pin);
            return false;
        }

        return hasher.VerifyHashedPassword(against, hash, pin) != PasswordVerificationResult.Failed && kept is not null;
    }

    private IDataProtector Protector(int staffId) => protection.CreateProtector(Purpose, $"{staffId}");
}
