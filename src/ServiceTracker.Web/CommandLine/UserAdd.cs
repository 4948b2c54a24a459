using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

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
