using ServiceTracker.Application.Access;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain;
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
            all | (TokenScopeWords.Read(s) ?? throw new UsageException("--scope is read or write.")));
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
