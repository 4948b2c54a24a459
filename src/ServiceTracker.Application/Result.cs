using System.Diagnostics.CodeAnalysis;

namespace ServiceTracker.Application;

/// <summary>What became of something a person or program wanted to do. Expected refusals are results, not exceptions.</summary>
/// <typeparam name="T">What it gives when it works.</typeparam>
public abstract record Result<T>
{
    private Result()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Value">What it gave.</param>
    /// <param name="IsNew">Something was made, rather than changed or found.</param>
    public sealed record Ok(T Value, bool IsNew = false) : Result<T>;

    /// <summary>Fields are wrong; nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : Result<T>;

    /// <summary>It contradicts what is stored; nothing was changed.</summary>
    public sealed record Conflict(string Message) : Result<T>
    {
        /// <summary>Stable reason.</summary>
        public string Code { get; init; } = "conflict";

        /// <summary>What could be done instead, where there is a list of it.</summary>
        public IReadOnlyList<string>? Steps { get; init; }
    }

    /// <summary>There is no such thing, or it is not for this actor to see.</summary>
    public sealed record NotFound(string Message) : Result<T>;

    /// <summary>The actor's role does not allow it.</summary>
    public sealed record Forbidden(string Message) : Result<T>;

    /// <summary>Somebody else changed it since it was read.</summary>
    public sealed record Stale(string Message) : Result<T>;

    /// <summary>The store is away, full, failing or has more to do than it can; the same request may succeed later.</summary>
    /// <param name="Why">What is the matter with it.</param>
    public sealed record Unavailable(StoreTrouble Why = StoreTrouble.Away) : Result<T>;

    /// <summary>The same result for whoever gives something else, such as a refusal by what was asked on the way.</summary>
    /// <param name="of">What to give instead when it worked.</param>
    public Result<TOther> To<TOther>(Func<T, TOther> of) => this switch
    {
        Ok done => new Result<TOther>.Ok(of(done.Value), done.IsNew),
        Invalid wrong => new Result<TOther>.Invalid(wrong.Errors),
        Conflict conflict => new Result<TOther>.Conflict(conflict.Message) { Code = conflict.Code, Steps = conflict.Steps },
        NotFound nothing => new Result<TOther>.NotFound(nothing.Message),
        Forbidden refusal => new Result<TOther>.Forbidden(refusal.Message),
        Stale stale => new Result<TOther>.Stale(stale.Message),
        Unavailable away => new Result<TOther>.Unavailable(away.Why),
        _ => throw new InvalidOperationException($"{GetType().Name} is no result."),
    };

    public static implicit operator Result<T>(T value) => new Ok(value);
    public static implicit operator Result<T>(FieldError error) => new Invalid([error]);

    [return: NotNullIfNotNull(nameof(refusal))]
    public static implicit operator Result<T>?(Refusal? refusal) => refusal?.Of<T>();
}
