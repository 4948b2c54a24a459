using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>
/// Checks e-mail and password. Whatever the reason for a refusal, the same work is done: one account looked for, one password verified
/// at the usual cost, one line of audit stored. So neither words nor time tell who has an account, or which is disabled.
/// </summary>
public sealed class SigningIn(
    UserManager<Account> users, IPasswordHasher<Account> hasher, ServiceTrackerDb db, AccountSessions sessions, GuessLimiter limiter,
    AuditTrail audit, RequestOrigin origin)
{
    private const string NoAddress = "unknown";

    // One wrong try in a quarter of an hour is all that stays for guessing from an address or at an account.
    private static readonly GuessLimiter.Kind
        ByAddress = new("address ", 20, TimeSpan.FromMinutes(15)),
        ByAccount = new("account ", 10, TimeSpan.FromMinutes(15)),
        // Who signed in from an address before is not kept out by what others do elsewhere, and by what is tried there never for long.
        ByUsual = new("usual ", 10, TimeSpan.FromMinutes(1));

    private static readonly Account Nobody = new();

    // Verified where there is no password to verify against. What it was made from is forgotten at once.
    private static string? decoy;

    /// <summary>Tries to sign somebody in.</summary>
    /// <param name="email">As entered.</param>
    /// <param name="password">As entered.</param>
    /// <param name="replaced">The session of the cookie that came along; it ends with the new one.</param>
    public async Task<SignInOutcome> TryAsync(string email, string password, Guid? replaced, CancellationToken cancellation)
    {
        var (address, name) = (NetworkOf(origin.Address), users.NormalizeName(email.Trim()) ?? "");
        var key = KeyOf(name);
        var account = await db.Users.FirstOrDefaultAsync(a => a.NormalizedUserName == name, cancellation);
        (GuessLimiter.Kind, string)[] guess = [(ByAddress, address), (ByAccount, key)];
        var wait = limiter.TryBegin(guess);
        if (wait > TimeSpan.Zero && await IsUsualAsync(account, cancellation))
        {
            guess = [(ByUsual, address + key)];
            wait = limiter.TryBegin(guess);
        }

        if (wait > TimeSpan.Zero) return new SignInOutcome.TooMany(wait);
        var against = account?.PasswordHash
            ?? (decoy ??= hasher.HashPassword(Nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));
        var verified = hasher.VerifyHashedPassword(account ?? Nobody, against, password);
        if (account is null || account.PasswordHash is null || account.DisabledAt is not null
            || verified == PasswordVerificationResult.Failed)
            return await RefusedAsync(account, key, cancellation);

        limiter.Right(guess);
        if (verified == PasswordVerificationResult.SuccessRehashNeeded) account.PasswordHash = hasher.HashPassword(account, password);
        return await StartAsync(account, replaced, cancellation) is { } session
            ? new SignInOutcome.In(account, session) : await RefusedAsync(account, key, cancellation);
    }

    /// <summary>Whether a password is the account's own; wrong ones count as guesses at it.</summary>
    public bool IsRight(Account account, string password, out TimeSpan wait)
    {
        var key = KeyOf(account.NormalizedUserName ?? "");
        wait = limiter.TryBegin((ByUsual, key));
        if (wait > TimeSpan.Zero) return false;
        if (account.PasswordHash is null
            || hasher.VerifyHashedPassword(account, account.PasswordHash, password) == PasswordVerificationResult.Failed) return false;
        limiter.Right((ByUsual, key));
        return true;
    }

    /// <summary>Starts a session for somebody who has shown who they are, and ends the one it replaces.</summary>
    /// <returns>Null when the account was changed since it was read: what was shown then (a password, a link) may have ended.</returns>
    public async Task<AccountSession?> StartAsync(Account account, Guid? replaced, CancellationToken cancellation)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Held to the end. Whoever ends all sessions of the account was here before, and is noticed, or comes after, and ends this one too.
        var version = account.Version;
        var held = await db.Users.Where(a => a.Id == account.Id && a.Version == version && a.DisabledAt == null)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.Version, version), cancellation);
        if (held == 0)
        {
            db.ChangeTracker.Clear();
            return null;
        }

        if (replaced is { } old) await sessions.EndAsync(old, cancellation);
        var session = await sessions.StartAsync(account, cancellation);
        audit.Record(account.ToActor(), SignedIn, SubjectOf(account), null, null);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return session;
    }

    /// <summary>Ends a session because its person says so.</summary>
    public async Task SignOutAsync(Guid session, CancellationToken cancellation)
    {
        if (await sessions.AccountOfAsync(session, cancellation) is not { } account) return;
        await sessions.EndAsync(session, cancellation);
        audit.Record(account.ToActor(), "account.signed_out", SubjectOf(account), null, null);
        await db.SaveChangesAsync(cancellation);
    }

    internal static string SubjectOf(Account account) => $"account/{account.Email}";

    private const string SignedIn = "account.signed_in";

    private async Task<SignInOutcome> RefusedAsync(Account? account, string key, CancellationToken cancellation)
    {
        var who = account is null ? Actor.Nobody : account.ToActor();
        audit.Record(who, "account.sign_in_refused", account is null ? $"account/unknown-{key[..8]}" : SubjectOf(account), null, null);
        await db.SaveChangesAsync(cancellation);
        return new SignInOutcome.Refused();
    }

    private async Task<bool> IsUsualAsync(Account? account, CancellationToken cancellation)
    {
        var (from, subject, id) = account is null ? (origin.Address, "", "") : (origin.Address, SubjectOf(account), account.ToActor().Id);
        return await db.AuditEntries.AnyAsync(
            a => a.Subject == subject && a.Action == SignedIn && a.Origin == from && a.By == id, cancellation);
    }

    // A household or a shop has a whole /64 of IPv6 to itself.
    private static string NetworkOf(string? address)
    {
        if (address is null || !System.Net.IPAddress.TryParse(address, out var ip)) return NoAddress;
        return ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && !ip.IsIPv4MappedToIPv6
            ? Convert.ToHexString(ip.GetAddressBytes().AsSpan(0, 8)) : ip.ToString();
    }

    // Of fixed length, so that long names fill no memory, and no trace of what was typed: some type their password here.
    private static string KeyOf(string name) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLower(CultureInfo.InvariantCulture);
}
