using ServiceTracker.Domain;

namespace ServiceTracker.Application.Tokens;

/// <summary>What a token may be used for.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,
    Read = 1,
    Write = 2,
    All = Read | Write,
}

/// <summary>Scopes in words.</summary>
public static class TokenScopeWords
{
    /// <summary>The words there are.</summary>
    public static IReadOnlyList<string> All { get; } = Of(TokenScopes.All);

    /// <summary>The scope of a word, or null.</summary>
    public static TokenScopes? Read(string? word) =>
        All.Contains(word) && SnakeCase<TokenScopes>.TryParse(word!, out var scope) ? scope : null;

    /// <summary>The words of scopes.</summary>
    public static IReadOnlyList<string> Of(TokenScopes scopes) =>
    [
        .. new[] { TokenScopes.Read, TokenScopes.Write }.Where(s => scopes.HasFlag(s)).Select(SnakeCase<TokenScopes>.Text),
    ];
}
