using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Audit;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>Starts, finds and ends sessions.</summary>
public sealed class AccountSessions(ServiceTrackerDb db, RequestOrigin origin, TimeProvider clock)
{
    /// <summary>A session is over after this long without a request, unless the person chose to stay signed in.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>A session is over after this long in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    /// <summary>Adds a session, which the next <c>SaveChanges</c> stores, and clears away what is over.</summary>
    public async Task<AccountSession> StartAsync(Account account, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await db.AccountSessions.Where(s => s.EndsAt <= now.UtcDateTime).ExecuteDeleteAsync(cancellation);
        // Version 4: the id says nothing about when others signed in.
        var session = new AccountSession
        {
            Id = NewId(),
            AccountId = account.Id,
            StartedAt = now.UtcDateTime,
            EndsAt = (now + Longest).UtcDateTime,
            Origin = origin.Address,
        };
        db.AccountSessions.Add(session);
        return session;
    }

    /// <summary>The account behind a session as it is stored now, or null when the session is over or the account may not come
    /// in.</summary>
    public Task<Account?> AccountOfAsync(Guid session, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return db.AccountSessions.Where(s => s.Id == session && s.EndsAt > now)
            .Join(db.Users.Where(a => a.DisabledAt == null), s => s.AccountId, a => a.Id, (_, a) => a)
            .AsNoTracking().FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Ends one session.</summary>
    public Task EndAsync(Guid session, CancellationToken cancellation) =>
        db.AccountSessions.Where(s => s.Id == session).ExecuteDeleteAsync(cancellation);

    /// <summary>Ends every session of an account but one.</summary>
    public Task<int> EndAllAsync(Guid account, Guid? but, CancellationToken cancellation) =>
        db.AccountSessions.Where(s => s.AccountId == account && s.Id != but).ExecuteDeleteAsync(cancellation);

    private static Guid NewId() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
