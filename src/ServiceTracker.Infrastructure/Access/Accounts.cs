using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>Makes sign-in accounts.</summary>
public sealed class Accounts(UserManager<Account> users, ServiceTrackerDb db, AuditTrail audit)
{
    /// <summary>Whether anybody can sign in yet.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellation) => db.Users.AnyAsync(cancellation);

    /// <summary>The name of the person behind an actor's id, or null when it is not a person's or the account is gone.</summary>
    public async Task<string?> NameOfAsync(string actorId, CancellationToken cancellation) =>
        IdOf(actorId) is { } id
            ? await db.Users.Where(u => u.Id == id).Select(u => u.DisplayName).FirstOrDefaultAsync(cancellation) : null;

    /// <summary>The e-mail address of the person behind an actor's id, or null when it is not a person's or the account is gone.</summary>
    public async Task<string?> EmailOfAsync(string actorId, CancellationToken cancellation) =>
        IdOf(actorId) is { } id ? await db.Users.Where(u => u.Id == id).Select(u => u.Email).FirstOrDefaultAsync(cancellation) : null;

    /// <summary>Makes an account with a password.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="email">The name to sign in with.</param>
    /// <param name="password">One that is hard to guess; see <see cref="PasswordRules"/>.</param>
    /// <param name="displayName">Shown to people; the e-mail address where absent.</param>
    /// <param name="role">What the person may do.</param>
    /// <param name="siteIds">The sites they may see; null means every site.</param>
    /// <param name="staffId">The staff member it belongs to.</param>
    public Task<Result<Account>> CreateAsync(
        Actor actor, string email, string password, string? displayName, Role role, int[]? siteIds, int? staffId,
        CancellationToken cancellation) =>
        AddAsync(actor, New(email, displayName, role, siteIds, staffId), password, "account.created", cancellation);

    /// <summary>
    /// Makes the first administrator. However many try at once, on however many servers, one of them does; the others are told of a
    /// conflict.
    /// </summary>
    public async Task<Result<Account>> SetUpAsync(string email, string password, string name, CancellationToken cancellation)
    {
        var first = New(email, name, Permissions.Most, null, null, madeBySetUp: true);
        if (await AnyAsync(cancellation)) return Refusal.Conflict(SetUpIsDone);
        var made = await AddAsync(
            new Actor("set-up", first.DisplayName, first.Role, null, null), first, password, "account.created", cancellation);
        return made is Result<Account>.Conflict ? Refusal.Conflict(SetUpIsDone) : made;
    }

    private const string SetUpIsDone = "Somebody has just made the first administrator. Sign in, or ask them for an account.";

    internal static Account New(string email, string? displayName, Role role, int[]? siteIds, int? staffId, bool madeBySetUp = false) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            UserName = email.Trim(),
            Email = email.Trim(),
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? email.Trim() : displayName.Trim(),
            Role = role,
            SiteIds = siteIds,
            StaffId = staffId,
            MadeBySetUp = madeBySetUp ? true : null,
        };

    /// <summary>Stores a new account, with a password or without one yet.</summary>
    internal async Task<Result<Account>> AddAsync(
        Actor actor, Account account, string? password, string action, CancellationToken cancellation)
    {
        audit.Record(actor, action, SigningIn.SubjectOf(account), null, AccountFacts.Of(account));
        IdentityResult made;
        try
        {
            made = password is null ? await users.CreateAsync(account) : await users.CreateAsync(account, password);
        }
        catch (DbUpdateException e) when (!StoreFailure.Of(e).IsOfStore())
        {
            // Somebody else made the same one at the same moment.
            db.ChangeTracker.Clear();
            return Refusal.Conflict("There is an account with this e-mail address already.");
        }

        cancellation.ThrowIfCancellationRequested();
        if (made.Succeeded) return account;
        db.ChangeTracker.Clear();
        return Refusal.Invalid([.. made.Errors.Select(Error)]);
    }

    private static Guid? IdOf(string actorId) =>
        actorId.StartsWith(Account.ActorPrefix, StringComparison.Ordinal)
            && Guid.TryParse(actorId.AsSpan(Account.ActorPrefix.Length), out var id) ? id : null;

    internal static FieldError Error(IdentityError e) =>
        new(e.Code.StartsWith("Password", StringComparison.Ordinal) ? "$.password" : "$.email", FieldError.Invalid, e.Description);
}

/// <summary>What the audit record keeps of an account.</summary>
internal sealed record AccountFacts(string Name, string Role, int[]? SiteIds, int? StaffId, bool Disabled)
{
    public static AccountFacts Of(Account a) =>
        new(a.DisplayName, SnakeCase<Role>.Text(a.Role), a.SiteIds, a.StaffId, a.DisabledAt is not null);
}
