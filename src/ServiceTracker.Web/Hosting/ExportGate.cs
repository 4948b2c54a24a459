using ServiceTracker.Application;
using ServiceTracker.Web.Api;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// At most two files of a week or of errors are written at a time; others wait a little, then are told to come back. One person's thirty
/// downloads must not make everybody wait at the counter.
/// </summary>
public sealed class ExportGate(RequestDelegate next) : IDisposable
{
    private const int AtATime = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim places = new(AtATime);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsExport(context.Request))
        {
            await next(context);
            return;
        }

        if (!await places.WaitAsync(Patience, context.RequestAborted))
        {
            await Problems.Unavailable(StoreTrouble.Busy).ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    // By the address, since it comes before routing: calls end in .csv, and the page of reports asks for its handler.
    private static bool IsExport(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && (request.Path.Value?.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) == true
            || string.Equals(request.Query["handler"], "download", StringComparison.OrdinalIgnoreCase));
}
