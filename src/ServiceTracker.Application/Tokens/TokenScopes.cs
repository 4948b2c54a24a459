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
