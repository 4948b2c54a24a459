using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Tokens by which programs call the API. For administrators.</summary>
public static class TokensApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        read = read.MapGroup("/tokens").WithTags("Tokens").RequireAuthorization(nameof(Permission.Administers));
        write = write.MapGroup("/tokens").WithTags("Tokens").RequireAuthorization(nameof(Permission.Administers));
        read.MapGet("", List).WithName("ListTokens")
            .WithSummary("List tokens").WithDescription(
                "Those that are not revoked, the oldest first, with what they may do and when they were used last, to five minutes. " +
                "The tokens themselves are kept nowhere. For administrators, as all of these.")
            .ProducesProblem(422);
        write.MapPost("", Create).WithName("CreateToken")
            .WithSummary("Make a token").WithDescription(
                "The answer holds the token, this once. Without sites it is good for every site, without scopes for reading and writing; "
                + "a token of the role staff with staff logs and reads for that person alone.")
            .Accepts<TokenInput>("application/json");
        write.MapDelete("{id:guid}", Revoke).WithName("RevokeToken")
            .WithSummary("Revoke a token").WithDescription("It is dead on every server within ten seconds.").ProducesProblem(404);
    }

    /// <summary>A token to make.</summary>
    /// <param name="Name">What it is for.</param>
    /// <param name="Sites">Codes of its sites; null means every site.</param>
    /// <param name="Scopes">read, write or both; null means both.</param>
    /// <param name="ExpiresAt">When it ends by itself; null never.</param>
    /// <param name="Staff">Code of the staff member it speaks for.</param>
    public sealed record TokenInput(
        string? Name, [property: OneOf(typeof(Role))] string? Role, IReadOnlyList<string>? Sites, IReadOnlyList<string>? Scopes,
        DateTimeOffset? ExpiresAt, string? Staff);

    /// <summary>A token as it is given out.</summary>
    /// <param name="Sites">Codes of its sites; null means every site.</param>
    /// <param name="LastUsedAt">To five minutes; null was never used.</param>
    public sealed record TokenView(
        Guid Id, string Name, string Role, IReadOnlyList<string>? Sites, string? Staff, IReadOnlyList<string> Scopes,
        DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

    /// <summary>A token just made.</summary>
    /// <param name="Token">The token itself: send it as <c>Authorization: Bearer</c>. It is not shown again.</param>
    public sealed record NewTokenView(
        Guid Id, string Token, string Name, string Role, IReadOnlyList<string>? Sites, string? Staff, IReadOnlyList<string> Scopes,
        DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

    private static async Task<Results<Ok<ItemList<TokenView>>, ProblemHttpResult>> List(
        HttpContext context, string? after, int? limit, ApiTokens tokens, MasterDataReader master)
    {
        var data = await master.GetAsync(context.RequestAborted);
        var all = (await tokens.ListAsync(context.RequestAborted)).Select(t => View(t, data));
        return Pages.Of(context, all.OrderBy(t => t.Id.ToString(), StringComparer.Ordinal), t => t.Id.ToString(), after, limit);
    }

    private static async Task<Results<Created<NewTokenView>, ProblemHttpResult>> Create(
        HttpContext context, JsonBody<TokenInput> body, ApiTokens tokens, MasterDataReader master)
    {
        var (input, data, errors) = (body.Value, await master.GetAsync(context.RequestAborted), new List<FieldError>());
        if (input.Role is null) errors.Add(new("$.role", FieldError.Required, $"One of: {string.Join(", ", SnakeCase<Role>.All)}."));
        var (role, sites, staff) = (
            RightsAsked.RoleOf(input.Role, errors), RightsAsked.SitesOf(input.Sites, data, errors),
            RightsAsked.StaffOf(input.Staff, data, errors));
        var scopes = ScopesOf(input.Scopes, errors);
        if (errors.Count > 0) return Problems.Validation(errors);
        var made = await tokens.CreateAsync(
            context.Actor(), new TokenWish(input.Name, role!.Value, sites, staff, scopes, input.ExpiresAt?.UtcDateTime),
            context.RequestAborted);
        if (made is not Result<NewToken>.Ok(var token, _)) return Problems.From(made);
        var v = View(token.Token, data);
        return TypedResults.Created(
            $"{ApiEndpoints.BasePath}/tokens/{v.Id}",
            new NewTokenView(v.Id, token.Secret, v.Name, v.Role, v.Sites, v.Staff, v.Scopes, v.CreatedAt, v.ExpiresAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(HttpContext context, Guid id, ApiTokens tokens) =>
        await tokens.RevokeAsync(context.Actor(), id, context.RequestAborted)
            ? TypedResults.NoContent() : Problems.NotFound("There is no such token.");

    private static TokenScopes ScopesOf(IReadOnlyList<string>? words, List<FieldError> errors)
    {
        var scopes = words is null ? TokenScopes.All : TokenScopes.None;
        foreach (var (word, i) in (words ?? []).Select((w, i) => (w, i)))
        {
            if (TokenScopeWords.Read(word) is { } scope) scopes |= scope;
            else errors.Add(new($"$.scopes[{i}]", FieldError.Invalid, $"One of: {string.Join(", ", TokenScopeWords.All)}."));
        }

        return scopes;
    }

    private static TokenView View(ApiToken t, MasterData data) => new(
        t.Id, t.Name, SnakeCase<Role>.Text(t.Role),
        t.SiteIds is { } ids ? [.. ids.Select(i => data.Sites[i].Code).Order(StringComparer.Ordinal)] : null,
        t.StaffId is { } staff ? data.Staff[staff].Code : null, TokenScopeWords.Of(t.Scopes), new DateTimeOffset(t.CreatedAt),
        At(t.ExpiresAt), At(t.LastUsedAt));

    private static DateTimeOffset? At(DateTime? utc) => utc is { } at ? new DateTimeOffset(at) : null;
}
