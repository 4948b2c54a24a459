using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>token create</c></summary>
internal static class TokenCreate
{
    public static readonly Verb Verb = new(
        "token create", "",
        [
            new("--name", "N", "What the token is for.") { IsRequired = true }, RoleArguments.RoleOption, RoleArguments.SiteOption,
            RoleArguments.StaffOption,
            new("--scope", "read|write", "What it may be used for; both without.") { Repeats = true },
        ],
        "Makes a token for the API and prints it alone on standard output.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var name = arguments.Required("--name");
        var role = RoleArguments.RoleOf(arguments);
        var scopes = arguments.Options("--scope").Aggregate(TokenScopes.None, (all, s) =>
            all | (
                SnakeCase<TokenScopes>.TryParse(s, out var scope) && scope is TokenScopes.Read or TokenScopes.Write
                    ? scope : throw new UsageException("--scope is read or write.")));
        var (sites, staff) = (arguments.Options("--site"), arguments.Option("--staff"));
        arguments.NoMore();
        if (ApiTokens.FaultOfName(name.Trim()) is { } fault) throw new UsageException($"--name says what the token is for. {fault}");
        RoleArguments.Judge(role, sites, staff);
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        var siteIds = await RoleArguments.SitesAsync(scope.ServiceProvider, sites);
        var token = await scope.ServiceProvider.GetRequiredService<ApiTokens>().CreateAsync(
            Actor.CommandLine, name.Trim(), role, siteIds, await RoleArguments.StaffAsync(scope.ServiceProvider, staff),
            scopes == TokenScopes.None ? TokenScopes.All : scopes, CancellationToken.None);
        Console.WriteLine(token);
        return ExitStatus.Done;
    }
}

/// <summary><c>user add</c></summary>
internal static class UserAdd
{
    public static readonly Verb Verb = new(
        "user add", "",
        [
            new("--email", "E", "What they sign in with.") { IsRequired = true }, RoleArguments.RoleOption,
            new("--name", "N", "As people call them."),
            RoleArguments.SiteOption, RoleArguments.StaffOption,
            new("--password-stdin", "", "The password is the first line of standard input; else it is asked for."),
        ],
        "Makes a sign-in account.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var email = arguments.Required("--email");
        var role = RoleArguments.RoleOf(arguments);
        var (name, staff, sites, fromStdin) = (
            arguments.Option("--name"), arguments.Option("--staff"), arguments.Options("--site"), arguments.Flag("--password-stdin"));
        arguments.NoMore();
        RoleArguments.Judge(role, sites, staff);
        var password = fromStdin ? await Console.In.ReadLineAsync() : AskPassword();
        if (string.IsNullOrEmpty(password)) throw new UsageException("A password is needed.");
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var staffId = await RoleArguments.StaffAsync(services, staff);
        var made = await services.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, password, name, role, await RoleArguments.SitesAsync(services, sites), staffId,
            CancellationToken.None);
        if (made is Result<Account>.Ok) return ExitStatus.Done;
        if (made is Result<Account>.Conflict(var message)) await Console.Error.WriteLineAsync(message);
        else foreach (var error in ((Result<Account>.Invalid)made).Errors) await Console.Error.WriteLineAsync(error.Message);
        return ExitStatus.Failed;
    }

    private static string AskPassword()
    {
        if (Console.IsInputRedirected) throw new UsageException("No terminal to ask for the password: use --password-stdin.");
        Console.Error.Write("Password: ");
        var password = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && password.Length > 0) password.Length--;
            else if (!char.IsControl(key.KeyChar)) password.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}

/// <summary>Arguments that accounts and tokens share.</summary>
internal static class RoleArguments
{
    public static readonly VerbOption RoleOption = new(
        "--role", string.Join('|', SnakeCase<Role>.All), "What they may do.")
    { IsRequired = true };

    public static readonly VerbOption SiteOption = new("--site", "S", "A site by code; every site without.") { Repeats = true };

    public static readonly VerbOption StaffOption = new(
        "--staff", "CODE", "The staff member they are and log for; anybody of the sites without.");

    public static Role RoleOf(Arguments arguments) => SnakeCase<Role>.TryParse(arguments.Required("--role"), out var role)
        ? role : throw new UsageException($"--role is one of: {string.Join(", ", SnakeCase<Role>.All)}.");

    /// <summary>Refuses sites for who sees all of them, and warns on standard error where more is allowed than most mean.</summary>
    public static void Judge(Role role, List<string> sites, string? staff)
    {
        if (role.May(Permission.HasEverySite) && sites.Count > 0)
            throw new UsageException("An administrator sees every site; leave --site out, or choose another role.");
        if (!role.May(Permission.HasEverySite) && sites.Count == 0) Console.Error.WriteLine("No --site is named: this is for every site.");
        if (!role.May(Permission.SeesEverybody) && staff is null)
            Console.Error.WriteLine("No --staff is named: this may log for anybody of its sites.");
    }

    /// <summary>The id of a staff member by code; null where none is named.</summary>
    public static async Task<int?> StaffAsync(IServiceProvider services, string? code) => code is null ? null
        : (await MasterAsync(services)).Staff.Find(code)?.Id ?? throw new UsageException($"There is no staff member “{code}”.");

    /// <summary>Sites and staff.</summary>
    public static async Task<MasterData> MasterAsync(IServiceProvider services) =>
        await services.GetRequiredService<MasterDataReader>().GetAsync(CancellationToken.None);

    /// <summary>The ids of sites by code; null, every site, where none is named.</summary>
    public static async Task<int[]?> SitesAsync(IServiceProvider services, List<string> codes)
    {
        if (codes.Count == 0) return null;
        var master = await MasterAsync(services);
        return [.. codes.Select(c => master.Sites.Find(c)?.Id ?? throw new UsageException($"There is no site “{c}”."))];
    }
}
