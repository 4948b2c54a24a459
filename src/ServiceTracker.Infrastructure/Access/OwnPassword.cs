using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>People choose their own password: by a link, once, or with the one they have.</summary>
public sealed class OwnPassword(
    UserManager<Account> users, SigningIn signingIn, ServiceTrackerDb db, AccountSessions sessions, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The account that a link leads to, or null when it is used, too old or made up.</summary>
    public Task<Account?> BehindAsync(string? secret, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(secret)) return Task.FromResult<Account?>(null);
        var (hash, now) = (HashOf(secret), clock.GetUtcNow().UtcDateTime);
        return db.Users.FirstOrDefaultAsync(a => a.LinkHash == hash && a.LinkEndsAt > now && a.DisabledAt == null, cancellation);
    }

    /// <summary>Chooses a password by a link, which is used up by it.</summary>
    public async Task<Result<Account>> ChooseAsync(string? secret, string password, CancellationToken cancellation)
    {
        if (await BehindAsync(secret, cancellation) is not { } account)
            return Refusal.NotFound("This link is used, too old or not complete. Ask an administrator for a new one.");
        (account.LinkHash, account.LinkEndsAt) = (null, null);
        return await SetAsync(account, password, null, "account.password_chosen", cancellation);
    }

    /// <summary>Chooses another password; every other session of the account ends.</summary>
    /// <param name="id">The person's own account.</param>
    /// <param name="session">The session that stays.</param>
    /// <param name="current">The password they have.</param>
    /// <param name="password">The new one.</param>
    public async Task<Result<Account>> ChangeAsync(Guid id, Guid? session, string current, string password, CancellationToken cancellation)
    {
        if (await db.Users.FirstOrDefaultAsync(a => a.Id == id && a.DisabledAt == null, cancellation) is not { } account)
            return Refusal.NotFound("There is no such account.");
        if (!signingIn.IsRight(account, current, out var wait))
        {
            var words = wait > TimeSpan.Zero
                ? $"Too many wrong tries. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds." : "This is not your present password.";
            return new FieldError("$.current", FieldError.Invalid, words);
        }

        return await SetAsync(account, password, session, "account.password_changed", cancellation);
    }

    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private async Task<Result<Account>> SetAsync(
        Account account, string password, Guid? staying, string action, CancellationToken cancellation)
    {
        foreach (var rule in users.PasswordValidators)
        {
            var judged = await rule.ValidateAsync(users, account, password);
            if (judged.Succeeded) continue;
            db.ChangeTracker.Clear();
            return Refusal.Invalid([.. judged.Errors.Select(Accounts.Error)]);
        }

        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        account.Version++;
        audit.Record(account.ToActor(), action, SigningIn.SubjectOf(account), null, null);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await sessions.EndAllAsync(account.Id, staying, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Stale("This account was changed at the same moment. Try again.");
        }

        await transaction.CommitAsync(cancellation);
        return account;
    }
}
