using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Identity;

/// <summary>Makes sign-in accounts.</summary>
public sealed class Accounts(UserManager<Account> users, ServiceTrackerDb db, AuditTrail audit)
{
    /// <summary>Whether anybody can sign in yet.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellation) => db.Users.AnyAsync(cancellation);

    /// <summary>The name of the person behind an actor's id, or null when it is not a person's or the account is gone.</summary>
    public async Task<string?> NameOfAsync(string actorId, CancellationToken cancellation) =>
        actorId.StartsWith(Account.ActorPrefix, StringComparison.Ordinal) && Guid.TryParse(actorId.AsSpan(Account.ActorPrefix.Length), out var id)
            ? await db.Users.Where(u => u.Id == id).Select(u => u.DisplayName).FirstOrDefaultAsync(cancellation)
            : null;

    /// <summary>Makes an account.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="email">The name to sign in with.</param>
    /// <param name="password">At least 10 characters.</param>
    /// <param name="displayName">Shown to people; the e-mail address where absent.</param>
    /// <param name="role">What the person may do.</param>
    /// <param name="siteIds">The sites they may see; null means every site.</param>
    /// <param name="staffId">The staff member it belongs to.</param>
    public async Task<Result<Account>> CreateAsync(
        Actor actor, string email, string password, string? displayName, Role role, int[]? siteIds, int? staffId, CancellationToken cancellation)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = email.Trim(),
            Email = email.Trim(),
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? email.Trim() : displayName.Trim(),
            Role = role,
            SiteIds = siteIds,
            StaffId = staffId,
        };
        audit.Record(actor, "account.created", $"account/{account.Email}", null, new { role = SnakeCase<Role>.Text(role), siteIds, staffId });
        var made = await users.CreateAsync(account, password);
        cancellation.ThrowIfCancellationRequested();
        if (made.Succeeded) return account;
        db.ChangeTracker.Clear();
        return new Result<Account>.Invalid([.. made.Errors.Select(e =>
            new FieldError(e.Code.StartsWith("Password", StringComparison.Ordinal) ? "$.password" : "$.email", FieldError.Invalid, e.Description))]);
    }

    /// <summary>Records that somebody signed in with an account, or tried to.</summary>
    public async Task RecordSignInAsync(Account account, bool succeeded, CancellationToken cancellation)
    {
        audit.Record(account.ToActor(), succeeded ? "account.signed_in" : "account.sign_in_refused", $"account/{account.Email}", null, null);
        await db.SaveChangesAsync(cancellation);
    }
}
