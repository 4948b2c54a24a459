using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>account …</c>: also the way back in when nobody can sign in any more.</summary>
internal static class AccountVerbs
{
    private static readonly VerbOption Email = new("--email", "EMAIL", "The account, in the place of the word.");

    public static IReadOnlyList<Verb> All { get; } =
    [
        new("account list", "", [], "Lists the sign-in accounts: e-mail, role, status, sites, staff member.", ListAsync),
        new("account disable", "EMAIL", [Email], "Keeps somebody out; every session of theirs ends.",
            arguments => ChangeAsync(arguments, _ => Task.FromResult(new AccountChange { Disabled = true }))),
        new("account enable", "EMAIL", [Email], "Lets somebody in again.",
            arguments => ChangeAsync(arguments, _ => Task.FromResult(new AccountChange { Disabled = false }))),
        new("account role", "EMAIL", [RoleArguments.RoleOption, RoleArguments.SiteOption, RoleArguments.StaffOption, Email],
            "Changes what somebody may do; sites and staff member are those that are named.", RoleAsync),
        new("account reset", "EMAIL", [Email],
            "Ends the password and every session; prints the link by which the person chooses a new one.", ResetAsync),
        new("account remove", "EMAIL", [Email], "Removes an account.",
            arguments => DoAsync(arguments, (administration, account) =>
                administration.RemoveAsync(Actor.CommandLine, account.Id, null, CancellationToken.None))),
    ];

    private static async Task<int> ListAsync(Arguments arguments)
    {
        arguments.NoMore();
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        var data = await RoleArguments.MasterAsync(scope.ServiceProvider);
        foreach (var a in await scope.ServiceProvider.GetRequiredService<AccountAdministration>()
            .ListAsync(null, int.MaxValue, CancellationToken.None))
        {
            var sites = a.SiteIds is { } ids ? string.Join(',', ids.Select(i => data.Sites[i].Code)) : "every site";
            var person = a.StaffId is { } staff ? data.Staff[staff].Code : "-";
            Console.WriteLine(
                $"{a.Email}\t{SnakeCase<Role>.Text(a.Role)}\t{SnakeCase<AccountStatus>.Text(a.Status)}\t{sites}\t{person}");
        }

        return ExitStatus.Done;
    }

    private static Task<int> RoleAsync(Arguments arguments)
    {
        var role = RoleArguments.RoleOf(arguments);
        var (staff, sites) = (arguments.Option("--staff"), arguments.Options("--site"));
        RoleArguments.Judge(role, sites, staff);
        return ChangeAsync(arguments, async services => new AccountChange
        {
            Role = role,
            Sites = new(await RoleArguments.SitesAsync(services, sites)),
            Staff = new(await RoleArguments.StaffAsync(services, staff)),
        });
    }

    private static async Task<int> ResetAsync(Arguments arguments)
    {
        var email = EmailOf(arguments);
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        var administration = scope.ServiceProvider.GetRequiredService<AccountAdministration>();
        if (await administration.FindAsync(email, CancellationToken.None) is not { } account) return await MissingAsync(email);
        var reset = await administration.ResetAsync(Actor.CommandLine, account.Id, CancellationToken.None);
        if (reset is not Result<AccountLink>.Ok(var link, _)) return await RefusedAsync(reset);
        var server = (app.Configuration["urls"] ?? "http://localhost:5080").Split(';')[0].TrimEnd('/');
        Console.WriteLine(server + link.Path);
        await Console.Error.WriteLineAsync(
            $"Good once, until {link.EndsAt:yyyy-MM-dd HH:mm} UTC. From elsewhere, put the server's own address in front of the path.");
        return ExitStatus.Done;
    }

    private static Task<int> ChangeAsync(Arguments arguments, Func<IServiceProvider, Task<AccountChange>> change) =>
        DoAsync(
            arguments, async (administration, account, services) =>
                await administration.ChangeAsync(Actor.CommandLine, account.Id, await change(services), null, CancellationToken.None));

    private static Task<int> DoAsync(Arguments arguments, Func<AccountAdministration, Account, Task<Result<Account>>> what) =>
        DoAsync(arguments, (administration, account, _) => what(administration, account));

    private static async Task<int> DoAsync(
        Arguments arguments, Func<AccountAdministration, Account, IServiceProvider, Task<Result<Account>>> what)
    {
        var email = EmailOf(arguments);
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        var administration = scope.ServiceProvider.GetRequiredService<AccountAdministration>();
        if (await administration.FindAsync(email, CancellationToken.None) is not { } account) return await MissingAsync(email);
        var done = await what(administration, account, scope.ServiceProvider);
        return done is Result<Account>.Ok ? ExitStatus.Done : await RefusedAsync(done);
    }

    // As in user add, or as the only word.
    private static string EmailOf(Arguments arguments)
    {
        var email = arguments.Option("--email") ?? arguments.Word("The e-mail address of the account");
        arguments.NoMore();
        return email;
    }

    private static async Task<int> MissingAsync(string email)
    {
        await Console.Error.WriteLineAsync($"There is no account “{email}”.");
        return ExitStatus.Failed;
    }

    private static async Task<int> RefusedAsync<T>(Result<T> refusal)
    {
        await Console.Error.WriteLineAsync(refusal switch
        {
            Result<T>.Conflict(var message) => message,
            Result<T>.Invalid(var errors) => string.Join('\n', errors.Select(e => e.Message)),
            Result<T>.NotFound(var message) => message,
            Result<T>.Stale(var message) => message,
            _ => "This was refused.",
        });
        return ExitStatus.Failed;
    }
}
