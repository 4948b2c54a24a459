namespace ServiceTracker.Application;

/// <summary>How an answer is taken where a refusal is as good as nothing.</summary>
internal static class Results
{
    /// <summary>What was given, or null where it was refused.</summary>
    public static T? Given<T>(this Result<T> asked)
        where T : class => asked is Result<T>.Ok { Value: var given } ? given : null;
}
