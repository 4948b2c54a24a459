using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Checks;

/// <summary>
/// The secret of <see cref="FullCheckDraw"/>: made where it is first asked for, the same on every server since, and never sent to anybody.
/// </summary>
public sealed class DrawSecret(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private const string Name = "full_check_draw";

    private readonly IDataProtector seal = protection.CreateProtector("ServiceTracker.FullCheckDraw");
    private byte[]? known;

    /// <summary>Its bytes, <see cref="FullCheckDraw.SecretLength"/> of them.</summary>
    public async ValueTask<byte[]> GetAsync(CancellationToken cancellation) => known ??= await FindAsync(cancellation);

    private async Task<byte[]> FindAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>();
        var stored = await StoredAsync(db, cancellation);
        if (Opened(stored) is { } there) return there;
        // One whose key is gone is made anew: what was owed is drawn again. Of two servers that make one, the first one's is kept.
        await db.InstallationSecrets.Where(s => s.Name == Name && s.Sealed == stored).ExecuteDeleteAsync(cancellation);
        var made = seal.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(FullCheckDraw.SecretLength)));
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO installation_secret (name, sealed) VALUES ({Name}, {made}) ON CONFLICT DO NOTHING", cancellation);
        return Opened(await StoredAsync(db, cancellation))
            ?? throw new CryptographicException("The secret of the draw was made and cannot be read.");
    }

    private static Task<string?> StoredAsync(ServiceTrackerDb db, CancellationToken cancellation) =>
        db.InstallationSecrets.AsNoTracking().Where(s => s.Name == Name).Select(s => s.Sealed).SingleOrDefaultAsync(cancellation);

    private byte[]? Opened(string? text)
    {
        try
        {
            return text is null ? null : Convert.FromBase64String(seal.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
