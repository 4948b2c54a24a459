using ServiceTracker.Application.Access;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>token list</c> and <c>token revoke</c></summary>
internal static class TokenVerbs
{
    public static readonly Verb List = new("token list", "", [], "Lists the tokens that work: id, name, role, made when.", ListAsync);

    public static readonly Verb Revoke = new(
        "token revoke", "ID", [], "Ends a token; every server refuses it within ten seconds.", RevokeAsync);

    private static async Task<int> ListAsync(Arguments arguments)
    {
        arguments.NoMore();
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        foreach (var t in await scope.ServiceProvider.GetRequiredService<ApiTokens>().ListAsync(CancellationToken.None))
            Console.WriteLine($"{t.Id}\t{Shown(t.Name)}\t{SnakeCase<Role>.Text(t.Role)}\t{t.CreatedAt:yyyy-MM-dd}");
        return ExitStatus.Done;
    }

    // Names were not always judged, and what moves a terminal's cursor could hide a token.
    private static string Shown(string name) => string.Concat(name.Select(c => char.IsControl(c) ? "\uFFFD" : c.ToString()));

    private static async Task<int> RevokeAsync(Arguments arguments)
    {
        if (!Guid.TryParse(arguments.Word("The token's id"), out var id))
            throw new UsageException("The token's id is needed; token list shows it.");
        arguments.NoMore();
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<ApiTokens>().RevokeAsync(Actor.CommandLine, id, CancellationToken.None))
            return ExitStatus.Done;
        await Console.Error.WriteLineAsync($"No token with the id {id} works; token list shows those that do.");
        return ExitStatus.Failed;
    }
}
