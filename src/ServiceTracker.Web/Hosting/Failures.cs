using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Hosting;

/// <summary>Answers what nobody expected: requests the framework could not read, a store that is away, and real faults.</summary>
public sealed class Failures(ILogger<Failures> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var answer = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                Problems.Of(413, "too_large", "The body is too large.", exception.Message),
            // The server's own complaints about a transfer, which say nothing about what was sent.
            BadHttpRequestException or IOException when exception.Source?.StartsWith(
                "Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true => Problems.Of(
                exception is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } ? 408 : 400, "incomplete",
                "The request did not arrive whole.",
                "Nothing was stored. Send it again."),
            BadHttpRequestException bad =>
                Problems.Validation(
                    [new(ParameterOf(bad), FieldError.Invalid, "This value cannot be read here.")],
                    StatusCodes.Status422UnprocessableEntity),
            OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested =>
                Problems.Of(499, "cancelled", "The request was cancelled.", "The caller went away."),
            _ when StoreFailure.Of(exception) is var trouble && trouble.IsOfStore() => Problems.Unavailable(trouble),
            _ => Problems.Of(
                500, "internal", "Something went wrong here.", "It is in the log of the server. Nothing half done was stored."),
        };
        // What is the matter with the store says its own message; a stack for each who asked would only fill the disk.
        if (StoreFailure.Of(exception).IsOfStore()) log.LogError("Request failed: {Reason}", exception.GetBaseException().Message);
        else if (answer.StatusCode >= 500) log.LogError(exception, "Request failed");
        // The request's own path has already been replaced by that of the failure page.
        var path = new PathString(httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path);
        SecurityHeaders.Set(httpContext, path);
        if (!path.StartsWithSegments("/api"))
        {
            // The failure page explains it; only the status is decided here.
            httpContext.Response.StatusCode = answer.StatusCode;
            return false;
        }

        await answer.ExecuteAsync(httpContext);
        return true;
    }

    private static string ParameterOf(BadHttpRequestException bad) =>
        Parameter.Match(bad.Message) is { Success: true } m ? "$." + m.Groups[1].Value : "$";

    // The message holds what was sent.
    private static readonly Regex Parameter = new("""parameter "\S+ (\w+)" from""", RegexOptions.NonBacktracking);
}
