namespace ServiceTracker.Application;

/// <summary>That something was not done, and why, whatever it would have given: it becomes a <see cref="Result{T}"/> of any kind.</summary>
public sealed class Refusal
{
    private readonly Result<Nothing> result;

    private Refusal(Result<Nothing> result) => this.result = result;

    /// <inheritdoc cref="Result{T}.Invalid"/>
    public static Refusal Invalid(IReadOnlyList<FieldError> errors) => new(new Result<Nothing>.Invalid(errors));

    /// <inheritdoc cref="Result{T}.Conflict"/>
    public static Refusal Conflict(string message, string code = "conflict") => new(new Result<Nothing>.Conflict(message) { Code = code });

    /// <summary>A step that the state does not allow.</summary>
    /// <param name="message">Why not.</param>
    /// <param name="steps">The steps that it does allow.</param>
    public static Refusal NotAllowedNow(string message, IReadOnlyList<string> steps) =>
        new(new Result<Nothing>.Conflict(message) { Code = "not_allowed_now", Steps = steps });

    /// <inheritdoc cref="Result{T}.NotFound"/>
    public static Refusal NotFound(string message) => new(new Result<Nothing>.NotFound(message));

    /// <inheritdoc cref="Result{T}.Forbidden"/>
    public static Refusal Forbidden(string message) => new(new Result<Nothing>.Forbidden(message));

    /// <inheritdoc cref="Result{T}.Stale"/>
    public static Refusal Stale(string message) => new(new Result<Nothing>.Stale(message));

    /// <inheritdoc cref="Result{T}.Unavailable"/>
    public static Refusal Unavailable(StoreTrouble why = StoreTrouble.Away) => new(new Result<Nothing>.Unavailable(why));

    /// <summary>The result for whoever would have been given something of this kind.</summary>
    public Result<T> Of<T>() => result.To<T>(_ => throw new InvalidOperationException("A refusal gives nothing."));

    private sealed record Nothing;
}
