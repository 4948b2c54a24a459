using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>Lets people in, changes what they may do, and keeps them out. For administrators.</summary>
public sealed class AccountAdministration(
    Accounts accounts, UserManager<Account> users, ServiceTrackerDb db, AccountSessions sessions, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How long a link is worth something.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);

    private const int MaxLength = 200;

    private const string NotForYou = "Accounts are for administrators.";

    private const string LastAdministrator =
        "This is the last administrator. Make somebody else an administrator first, so that somebody can still let people in.";

    /// <summary>Accounts by their e-mail address.</summary>
    /// <param name="after">The address of the last one seen, or null.</param>
    /// <param name="limit">Most that are given.</param>
    public Task<List<Account>> ListAsync(string? after, int limit, CancellationToken cancellation)
    {
        var list = db.Users.AsNoTracking();
        if (after is not null) list = list.Where(a => string.Compare(a.NormalizedUserName, after) > 0);
        return list.OrderBy(a => a.NormalizedUserName).Take(limit).ToListAsync(cancellation);
    }

    /// <summary>An account by its id, or null.</summary>
    public Task<Account?> FindAsync(Guid id, CancellationToken cancellation) =>
        db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancellation);

    /// <summary>An account by its e-mail address, or null.</summary>
    public Task<Account?> FindAsync(string email, CancellationToken cancellation)
    {
        var name = users.NormalizeName(email.Trim());
        return db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.NormalizedUserName == name, cancellation);
    }

    /// <summary>Makes an account without a password, and the link by which its person chooses one. Nobody else ever knows it.</summary>
    public async Task<Result<AccountLink>> InviteAsync(
        Actor actor, string? email, string? name, Role role, int[]? siteIds, int? staffId, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden(NotForYou);
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(email)) errors.Add(new("$.email", FieldError.Required, "Enter the e-mail address to sign in with."));
        else if (email.Length > MaxLength || !new EmailAddressAttribute().IsValid(email.Trim())
            || email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) && c != ' '))
            errors.Add(new("$.email", FieldError.Invalid, $"This is not an e-mail address of at most {MaxLength} characters."));
        if (NameError(name) is { } wrong) errors.Add(wrong);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        if (await FindAsync(email!, cancellation) is not null)
            return Refusal.Conflict("There is an account with this e-mail address already.");
        var account = Accounts.New(email!, name, role, role.SitesOf(siteIds), staffId);
        var link = NewLink(account);
        return await accounts.AddAsync(actor, account, null, "account.invited", cancellation) switch
        {
            Result<Account>.Ok => new Result<AccountLink>.Ok(link, IsNew: true),
            Result<Account>.Conflict(var message) => Refusal.Conflict(message),
            Result<Account>.Invalid(var refused) => Refusal.Invalid(refused),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no result of a new account."),
        };
    }

    /// <summary>Changes what somebody may do. Their sessions end, so that nothing goes on by what they might do before.</summary>
    /// <param name="version">The version that was read, or null to change whatever it is now.</param>
    public async Task<Result<Account>> ChangeAsync(Actor actor, Guid id, AccountChange change, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden(NotForYou);
        if (change.Name is not null && NameError(change.Name) is { } wrong) return wrong;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await LockAdministratorsAsync(cancellation);
        if (await db.Users.FirstOrDefaultAsync(a => a.Id == id, cancellation) is not { } account) return NoAccount;
        if (version is not null && version != account.Version) return Stale;
        var before = AccountFacts.Of(account);
        var role = change.Role ?? account.Role;
        if ((!role.May(Permission.Administers) || change.Disabled == true) && await IsLastAsync(account, cancellation))
            return Refusal.Conflict(LastAdministrator);

        account.DisplayName = string.IsNullOrWhiteSpace(change.Name) ? account.DisplayName : change.Name.Trim();
        account.Role = role;
        if (change.Sites is { } sites) account.SiteIds = sites.To;
        account.SiteIds = role.SitesOf(account.SiteIds);
        if (change.Staff is { } staff) account.StaffId = staff.To;
        if (change.Disabled is { } disabled && disabled != account.DisabledAt is not null)
            account.DisabledAt = disabled ? clock.GetUtcNow().UtcDateTime : null;
        if (account.DisabledAt is not null) (account.LinkHash, account.LinkEndsAt) = (null, null);
        var after = AccountFacts.Of(account);
        account.Version++;
        audit.Record(
            actor, after.Disabled != before.Disabled ? after.Disabled ? "account.disabled" : "account.enabled" : "account.changed",
            SigningIn.SubjectOf(account), before, after);
        // A new name alone takes nothing away.
        if (Rights(before) != Rights(after)) await sessions.EndAllAsync(id, null, cancellation);
        return await SavedAsync(account, transaction, cancellation);
    }

    /// <summary>Removes an account. What its person did keeps their name in the audit record.</summary>
    public async Task<Result<Account>> RemoveAsync(Actor actor, Guid id, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden(NotForYou);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await LockAdministratorsAsync(cancellation);
        if (await db.Users.FirstOrDefaultAsync(a => a.Id == id, cancellation) is not { } account) return NoAccount;
        if (version is not null && version != account.Version) return Stale;
        if (await IsLastAsync(account, cancellation)) return Refusal.Conflict(LastAdministrator);
        audit.Record(actor, "account.removed", SigningIn.SubjectOf(account), AccountFacts.Of(account), null);
        db.Users.Remove(account);
        return await SavedAsync(account, transaction, cancellation);
    }

    /// <summary>Ends the password and every session of an account, and makes the link by which its person chooses a new one.</summary>
    public async Task<Result<AccountLink>> ResetAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden(NotForYou);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Users.FirstOrDefaultAsync(a => a.Id == id, cancellation) is not { } account) return NoAccount;
        if (account.DisabledAt is not null)
            return Refusal.Conflict("This account is disabled. Enable it first; a link would open nothing.");
        var link = NewLink(account);
        account.PasswordHash = null;
        account.Version++;
        audit.Record(actor, "account.reset", SigningIn.SubjectOf(account), null, null);
        await sessions.EndAllAsync(id, null, cancellation);
        return await SavedAsync(account, transaction, cancellation) is Result<Account>.Stale ? Stale : link;
    }

    /// <summary>Ends every session of an account but one.</summary>
    public async Task<Result<Account>> EndSessionsAsync(Actor actor, Guid id, Guid? but, CancellationToken cancellation)
    {
        if (await db.Users.FirstOrDefaultAsync(a => a.Id == id, cancellation) is not { } account) return NoAccount;
        if (!actor.IsAdmin && actor.Id != account.ToActor().Id) return Refusal.Forbidden(NotForYou);
        await sessions.EndAllAsync(id, but, cancellation);
        audit.Record(actor, "account.signed_out_everywhere", SigningIn.SubjectOf(account), null, null);
        await db.SaveChangesAsync(cancellation);
        return account;
    }

    private static (string, string?, int?, bool) Rights(AccountFacts facts) =>
        (facts.Role, facts.SiteIds is { } sites ? string.Join(',', sites.Order()) : null, facts.StaffId, facts.Disabled);

    private static Refusal NoAccount => Refusal.NotFound("There is no such account.");

    private static Refusal Stale => Refusal.Stale("Somebody else changed this account since you read it. Look at it again.");

    private static FieldError? NameError(string? name) =>
        name?.Length > MaxLength ? new("$.name", FieldError.Invalid, $"At most {MaxLength} characters.")
        : name?.Any(char.IsControl) == true ? new("$.name", FieldError.Invalid, "Control characters cannot be kept; take them out.") : null;

    private AccountLink NewLink(Account account)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var end = clock.GetUtcNow() + LinkLifetime;
        (account.LinkHash, account.LinkEndsAt) = (OwnPassword.HashOf(secret), end.UtcDateTime);
        return new AccountLink(account, secret, end);
    }

    private IQueryable<Account> Administrators
    {
        get
        {
            var roles = Permissions.RolesWith(Permission.Administers);
            return db.Users.Where(a => roles.Contains(a.Role));
        }
    }

    // Two administrators who demote each other at the same moment take turns here, and the second one is the last.
    private Task<int> LockAdministratorsAsync(CancellationToken cancellation) =>
        Administrators.ExecuteUpdateAsync(s => s.SetProperty(a => a.Role, a => a.Role), cancellation);

    // Who was invited and has no password yet cannot stand in for somebody who has one.
    private async Task<bool> IsLastAsync(Account account, CancellationToken cancellation)
    {
        if (!account.Role.May(Permission.Administers) || account.DisabledAt is not null) return false;
        var others = Administrators.Where(a => a.Id != account.Id && a.DisabledAt == null);
        if (account.PasswordHash is not null) others = others.Where(a => a.PasswordHash != null);
        return !await others.AnyAsync(cancellation);
    }

    private async Task<Result<Account>> SavedAsync(
        Account account, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Stale;
        }

        await transaction.CommitAsync(cancellation);
        return account;
    }
}
