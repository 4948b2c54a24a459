using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Sign-in accounts: who may come in, and what they may do. For administrators.</summary>
public static class AccountsApi
{
    private const int MostAtOnce = 1000, UsualAtOnce = 100;

    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/accounts").WithTags("Accounts").RequireAuthorization(nameof(Permission.Administers));
        write = write.MapGroup("/accounts").WithTags("Accounts").RequireAuthorization(nameof(Permission.Administers));
        read.MapGet("", List).WithName("ListAccounts")
            .WithSummary("List accounts").WithDescription("Who may sign in, by e-mail address. For administrators, as all of these.")
            .ProducesProblem(422);
        read.MapGet("{id:guid}", Get).WithName("GetAccount")
            .WithSummary("Read an account").WithDescription("One account, with the ETag to change it.").ProducesProblem(404)
            .GivesEntityTag();
        write.MapPost("", Invite).WithName("InviteAccount")
            .WithSummary("Invite somebody").WithDescription("The answer holds a link, once, behind which the person chooses a password.")
            .Accepts<AccountInput>("application/json").ProducesProblem(409);
        write.MapPatch("{id:guid}", Change).WithName("ChangeAccount")
            .WithSummary("Change an account")
            .WithDescription(
                "Members that are left out stay as they are. A change of role, sites or person, and disabling, ends all sessions. " +
                "The last administrator stays one.").Accepts<AccountPatch>("application/json")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(428);
        write.MapDelete("{id:guid}", Remove).WithName("RemoveAccount")
            .WithSummary("Remove an account").WithDescription("All its sessions end; what it has done stays in the audit.")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        write.MapPost("{id:guid}/reset", Reset).WithName("ResetAccount")
            .WithSummary("Reset a password")
            .WithDescription(
                "The answer holds a link, once, behind which the person chooses a new password. All sessions end; " +
                "the old password is no longer taken.").ProducesProblem(404).ProducesProblem(409);
    }

    /// <summary>An account as it is given out.</summary>
    /// <param name="Sites">Codes of the sites the person may see; null means every site.</param>
    /// <param name="Staff">Code of the staff member it belongs to.</param>
    /// <param name="Status">invited while the person has no password yet, active, or disabled.</param>
    public sealed record AccountView(
        Guid Id, string Email, string Name, string Role, IReadOnlyList<string>? Sites, string? Staff, bool Disabled, string Status);

    /// <summary>An account with the link by which its person chooses a password, which is shown this once.</summary>
    public sealed record InvitedAccountView(
        Guid Id, string Email, string Name, string Role,
        IReadOnlyList<string>? Sites, string? Staff, bool Disabled, string Status, string Link, DateTimeOffset ExpiresAt);

    /// <summary>A link by which a person chooses a password, once.</summary>
    public sealed record LinkView(string Link, DateTimeOffset ExpiresAt);

    /// <summary>Somebody to let in.</summary>
    public sealed record AccountInput(
        string? Email, string? Name, [property: OneOf(typeof(Role))] string? Role, IReadOnlyList<string>? Sites, string? Staff);

    /// <summary>What is to be different; what is absent stays. Null sites are every site, a null staff member is none.</summary>
    public sealed class AccountPatch
    {
        private IReadOnlyList<string>? sites;
        private string? staff;

        public string? Name { get; init; }
        [OneOf(typeof(Role))]
        public string? Role { get; init; }
        public bool? Disabled { get; init; }

        public IReadOnlyList<string>? Sites
        {
            get => sites;
            init => (sites, HasSites) = (value, true);
        }

        public string? Staff
        {
            get => staff;
            init => (staff, HasStaff) = (value, true);
        }

        [JsonIgnore]
        public bool HasSites { get; private init; }

        [JsonIgnore]
        public bool HasStaff { get; private init; }
    }

    private static async Task<Results<Ok<ItemList<AccountView>>, ProblemHttpResult>> List(
        HttpContext context, string? after, int? limit, AccountAdministration administration, MasterDataReader master)
    {
        var errors = new List<FieldError>();
        if (limit is < 1 or > MostAtOnce) errors.Add(new("$.limit", FieldError.Invalid, $"1 to {MostAtOnce}."));
        var last = Pages.ReadCursor(after, errors);
        if (errors.Count > 0) return Problems.Validation(errors);
        var (size, data) = (limit ?? UsualAtOnce, await master.GetAsync(context.RequestAborted));
        var found = await administration.ListAsync(last, size + 1, context.RequestAborted);
        var next = found.Count <= size ? null : Pages.Next(context, found[size - 1].NormalizedUserName!);
        return TypedResults.Ok(new ItemList<AccountView>([.. found.Take(size).Select(a => View(a, data))], next));
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> Get(
        HttpContext context, Guid id, AccountAdministration administration, MasterDataReader master) =>
        await administration.FindAsync(id, context.RequestAborted) is { } account
            ? Tagged(context, account, await master.GetAsync(context.RequestAborted)) : Problems.NotFound("There is no such account.");

    private static async Task<Results<Created<InvitedAccountView>, ProblemHttpResult>> Invite(
        HttpContext context, JsonBody<AccountInput> body, AccountAdministration administration, MasterDataReader master)
    {
        var (input, data, errors) = (body.Value, await master.GetAsync(context.RequestAborted), new List<FieldError>());
        if (input.Role is null) errors.Add(new("$.role", FieldError.Required, $"One of: {string.Join(", ", SnakeCase<Role>.All)}."));
        if (string.IsNullOrWhiteSpace(input.Email)) errors.Add(new("$.email", FieldError.Required, "The e-mail address to sign in with."));
        var (role, sites, staff) = (
            RightsAsked.RoleOf(input.Role, errors), RightsAsked.SitesOf(input.Sites, data, errors),
            RightsAsked.StaffOf(input.Staff, data, errors));
        if (errors.Count > 0) return Problems.Validation(errors);
        var made = await administration.InviteAsync(
            context.Actor(), input.Email, input.Name, role!.Value, sites, staff, context.RequestAborted);
        if (made is not Result<AccountLink>.Ok(var link, _)) return Problems.From(made);
        EntityTags.Set(context, link.Account.Version);
        var v = View(link.Account, data);
        return TypedResults.Created(
            $"{ApiEndpoints.BasePath}/accounts/{v.Id}",
            new InvitedAccountView(
                v.Id, v.Email, v.Name, v.Role, v.Sites, v.Staff, v.Disabled, v.Status, AddressOf(context, link), link.EndsAt));
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> Change(
        HttpContext context, Guid id, JsonBody<AccountPatch> body, AccountAdministration administration, MasterDataReader master)
    {
        if (context.Request.Headers.IfMatch.Count == 0)
            return Problems.NoPrecondition("Read the account, then send its ETag as If-Match.");
        var (patch, data, errors) = (body.Value, await master.GetAsync(context.RequestAborted), new List<FieldError>());
        var change = new AccountChange
        {
            Name = patch.Name,
            Role = RightsAsked.RoleOf(patch.Role, errors),
            Disabled = patch.Disabled,
            Sites = patch.HasSites ? new(RightsAsked.SitesOf(patch.Sites, data, errors)) : null,
            Staff = patch.HasStaff ? new(RightsAsked.StaffOf(patch.Staff, data, errors)) : null,
        };
        if (errors.Count > 0) return Problems.Validation(errors);
        var changed = await administration.ChangeAsync(
            context.Actor(), id, change, await ExpectedAsync(context, id, administration), context.RequestAborted);
        return changed is Result<Account>.Ok(var account, _) ? Tagged(context, account, data) : Problems.From(changed);
    }

    private static async Task<int?> ExpectedAsync(HttpContext context, Guid id, AccountAdministration administration) =>
        EntityTags.Expected(context, (await administration.FindAsync(id, context.RequestAborted))?.Version);

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        HttpContext context, Guid id, AccountAdministration administration)
    {
        var removed = await administration.RemoveAsync(
            context.Actor(), id, await ExpectedAsync(context, id, administration), context.RequestAborted);
        return removed is Result<Account>.Ok ? TypedResults.NoContent() : Problems.From(removed);
    }

    private static async Task<Results<Ok<LinkView>, ProblemHttpResult>> Reset(
        HttpContext context, Guid id, AccountAdministration administration)
    {
        var reset = await administration.ResetAsync(context.Actor(), id, context.RequestAborted);
        return reset is Result<AccountLink>.Ok(var link, _)
            ? TypedResults.Ok(new LinkView(AddressOf(context, link), link.EndsAt)) : Problems.From(reset);
    }

    private static Ok<AccountView> Tagged(HttpContext context, Account account, MasterData data)
    {
        EntityTags.Set(context, account.Version);
        return TypedResults.Ok(View(account, data));
    }

    private static AccountView View(Account a, MasterData data) => new(
        a.Id, a.Email ?? "", a.DisplayName, SnakeCase<Role>.Text(a.Role),
        a.SiteIds is { } ids ? [.. ids.Select(i => data.Sites[i].Code).Order(StringComparer.Ordinal)] : null,
        a.StaffId is { } staff ? data.Staff[staff].Code : null, a.DisabledAt is not null, SnakeCase<AccountStatus>.Text(a.Status));

    private static string AddressOf(HttpContext context, AccountLink link) =>
        $"{context.Request.Scheme}://{context.Request.Host}{link.Path}";
}
