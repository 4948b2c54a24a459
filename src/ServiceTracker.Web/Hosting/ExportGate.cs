using ServiceTracker.Web.Api;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Lets a few files of a week or of errors be written at a time; others wait a little, then are told to come back. It stands behind the
/// question who may have them, so that a stranger takes nobody's place, and ends a file whose reader takes nothing, or so
/// little that the place would be held for hours.
/// </summary>
public sealed partial class ExportGate(RequestDelegate next, ExportLimits limits, TimeProvider clock, ILogger<ExportGate> log) : IDisposable
{
    private static readonly string[] Handlers = ["Download", "Errors", "Diff", "Archive"], Endings = [".csv", ".zip", "/diff"];

    private readonly SemaphoreSlim places = new(limits.AtATime);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsExport(context.Request))
        {
            await next(context);
            return;
        }

        if (!await places.WaitAsync(limits.Patience, context.RequestAborted))
        {
            await RefuseAsync(context);
            return;
        }

        try
        {
            await WriteAsync(context);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private static Task RefuseAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(ApiEndpoints.BasePath))
        {
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "unavailable", "Other files are being written.", "Ask again in a few seconds.")
                .ExecuteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    // By the address, so that no file is forgotten: calls end in .csv, .zip or /diff, and pages ask for the handler that gives a file.
    private static bool IsExport(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && (Endings.Any(e => request.Path.Value?.EndsWith(e, StringComparison.OrdinalIgnoreCase) == true)
            || Handlers.Contains(request.Query["handler"].ToString(), StringComparer.OrdinalIgnoreCase));

    private async Task WriteAsync(HttpContext context)
    {
        var body = context.Response.Body;
        await using var taken = new TakenBody(body, limits, clock, context.RequestAborted);
        context.Response.Body = taken;
        try
        {
            await next(context);
        }
        catch (Exception) when (taken.IsGivenUp)
        {
            // Cut off, so that half a file is not taken for a whole one.
            LogNotTaken(log, taken.Taken, taken.Waited.TotalSeconds);
            context.Abort();
        }
        finally
        {
            context.Response.Body = body;
        }
    }

    // Without its name: the request's own line says what was asked for.
    [LoggerMessage(
        Level = LogLevel.Information, Message = "A file was broken off: its reader took {Bytes} bytes and was waited for for {Seconds} s")]
    private static partial void LogNotTaken(ILogger log, long bytes, double seconds);
}
