using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Http;

/// <summary>RFC 9457 problem details with a stable <c>code</c> and, for validation, the JSON path of every bad field.</summary>
public static class Problems
{
    /// <summary>Most errors that one answer lists.</summary>
    public const int MostErrors = 50;

    // Of a path and its message together; with what a caller sent inside, either may be as long as a body.
    private const int MostChars = 1000;

    /// <summary>Fields are wrong. The code is unknown_reference when nothing else is wrong.</summary>
    public static ProblemHttpResult Validation(IReadOnlyList<FieldError> errors, int status = StatusCodes.Status422UnprocessableEntity) =>
        TypedResults.Problem(ValidationDetails(errors, status));

    /// <summary>The same as a value, for an item of a batch.</summary>
    public static ProblemDetails ValidationDetails(
        IReadOnlyList<FieldError> errors, int status = StatusCodes.Status422UnprocessableEntity, int most = MostErrors)
    {
        var onlyUnknown = errors.All(e => e.Code == FieldError.UnknownReference);
        var listed = errors.Count > most ? errors.Take(most) : errors;
        var details = Details(
            status, onlyUnknown ? FieldError.UnknownReference : "validation", "Some fields are not right.",
            errors.Count > most
                ? $"Nothing was stored. The first {most} bad fields are listed under errors."
                : "Nothing was stored. Every bad field is listed under errors.");
        details.Extensions["errors"] = listed.Select(e =>
            e.Path.Length + e.Message.Length <= MostChars
                ? e : e with
                {
                    Path = StorableText.Shortened(e.Path, MostChars / 2),
                    Message = StorableText.Shortened(e.Message, MostChars / 2),
                }).ToList();
        return details;
    }

    /// <summary>The body is not even JSON in UTF-8.</summary>
    public static ProblemHttpResult Malformed(FieldError error)
    {
        var problem = Of(StatusCodes.Status400BadRequest, "malformed", "The body is not JSON.", error.Message);
        problem.ProblemDetails.Extensions["errors"] = new[] { error };
        return problem;
    }

    public static ProblemHttpResult NotFound(string detail) =>
        Of(StatusCodes.Status404NotFound, "not_found", "There is no such thing here.", detail);

    public static ProblemHttpResult Conflict(string detail, string code = "conflict") =>
        Of(StatusCodes.Status409Conflict, code, "This contradicts what is stored.", detail);

    public static ProblemHttpResult Stale(string detail) =>
        Of(StatusCodes.Status412PreconditionFailed, "stale", "It was changed in the meantime.", detail);

    /// <summary>A change that does not say which version it is about.</summary>
    /// <param name="detail">What to do.</param>
    public static ProblemHttpResult NoPrecondition(string detail) =>
        Of(StatusCodes.Status428PreconditionRequired, "precondition_required", "If-Match is needed.", detail);

    public static ProblemHttpResult Forbidden(string detail) =>
        Of(StatusCodes.Status403Forbidden, "forbidden", "This is not allowed.", detail);

    public static ProblemHttpResult Unauthorized() =>
        Of(StatusCodes.Status401Unauthorized, "unauthorized", "A valid token is needed.",
            "Send Authorization: Bearer and a token; make one with the command: token create.");

    public static ProblemHttpResult TooLarge(long limit) =>
        Of(StatusCodes.Status413PayloadTooLarge, "too_large", "The body is too large.", $"At most {limit} bytes are taken here.");

    /// <summary>The store is the reason: nobody who asked is at fault, and the same again may work later.</summary>
    public static ProblemHttpResult Unavailable(StoreTrouble trouble) => Of(
        trouble == StoreTrouble.DiskFull ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable,
        trouble.Code(), trouble.Sentence(),
        $"{(trouble.MayPass() ? "Try again in a few seconds" : "Keep what you sent and try again later")}; " +
        "with the same id or external id nothing is stored twice.");

    /// <summary>The framework's own refusals, which reach no call of ours, with their stable code, whatever the caller would rather be
    /// sent.</summary>
    public static Task NameWhatRoutingRefused(StatusCodeContext bare)
    {
        var status = bare.HttpContext.Response.StatusCode;
        var (code, detail) = status switch
        {
            StatusCodes.Status404NotFound => ("not_found", "There is no such call; see /docs."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", "This path has no such method; see /docs."),
            StatusCodes.Status415UnsupportedMediaType =>
                ("unsupported_media_type", "Send the Content-Type that this call takes; see /docs."),
            _ => ("refused", "See /docs for what this call takes."),
        };
        return Of(status, code, ReasonPhrases.GetReasonPhrase(status), detail).ExecuteAsync(bare.HttpContext);
    }

    /// <summary>A problem of any kind.</summary>
    public static ProblemHttpResult Of(int status, string code, string title, string detail) =>
        TypedResults.Problem(Details(status, code, title, detail));

    /// <summary>The problem of a refusal, with its status.</summary>
    /// <exception cref="ArgumentException">The result is no refusal.</exception>
    public static ProblemHttpResult From<T>(Result<T> refusal) => refusal switch
    {
        Result<T>.Invalid invalid => Validation(invalid.Errors),
        Result<T>.Conflict { Steps: { } steps } notNow => NotAllowedNow(notNow.Message, notNow.Code, steps),
        Result<T>.Conflict conflict => Conflict(conflict.Message, conflict.Code),
        Result<T>.NotFound missing => NotFound(missing.Message),
        Result<T>.Forbidden forbidden => Forbidden(forbidden.Message),
        Result<T>.Stale stale => Stale(stale.Message),
        Result<T>.Unavailable unavailable => Unavailable(unavailable.Why),
        _ => throw new ArgumentException("Not a refusal.", nameof(refusal)),
    };

    private static ProblemHttpResult NotAllowedNow(string detail, string code, IReadOnlyList<string> steps)
    {
        var problem = Conflict(detail, code);
        problem.ProblemDetails.Extensions["steps"] = steps;
        return problem;
    }

    private static ProblemDetails Details(int status, string code, string title, string detail) =>
        new() { Status = status, Title = title, Detail = detail, Extensions = { ["code"] = code } };
}
