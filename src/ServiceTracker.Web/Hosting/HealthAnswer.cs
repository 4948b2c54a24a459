using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// <c>{"status": "ok" | "degraded" | "failing", "parts": {"store": {"status", "code"?, "since"?, "share"?}}}</c>: which part, and what to
/// look up in
/// docs/running.md; nothing about where and how.
/// </summary>
internal static class HealthAnswer
{
    private const string Code = "code", Since = "since", Share = "share";

    // Whoever asks is told within two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);

    /// <summary>Something that people have to look at.</summary>
    public static HealthCheckResult Degraded(string code, DateTimeOffset? since = null) =>
        new(HealthStatus.Degraded, data: Data(code, since));

    /// <summary>Part of the store is away.</summary>
    /// <param name="share">Share of the sites whose data lie there, 0 to 1; null where it is not known.</param>
    public static HealthCheckResult PartAway(double? share)
    {
        var data = Data(StoreTrouble.PartAway.Code(), null);
        if (share is { } known) data[Share] = Math.Round(known, 3);
        return new(HealthStatus.Degraded, data: data);
    }

    /// <summary>Nothing is stored, or nothing read.</summary>
    public static HealthCheckResult Failing(StoreTrouble trouble, DateTimeOffset? since = null) =>
        new(HealthStatus.Unhealthy, data: Data(trouble.Code(), since));

    /// <summary>What a check finds, or that it found no answer in time. SQLite works in the calling thread, so the check is given one of
    /// its own.</summary>
    public static async Task<HealthCheckResult> InTimeAsync(
        Func<CancellationToken, Task<HealthCheckResult>> check, Func<Exception, StoreTrouble> troubleOf, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(Patience);
        try
        {
            return await Task.Run(() => check(end.Token), cancellation).WaitAsync(Patience, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var trouble = troubleOf(e);
            return Failing(
                trouble.IsOfStore() ? trouble : e is OperationCanceledException or TimeoutException
                    ? StoreTrouble.Away : StoreTrouble.Failing);
        }
    }

    /// <summary>Writes it.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = Word(report.Status),
            parts = report.Entries.ToDictionary(
                e => e.Key, e => new Dictionary<string, object>([new("status", Word(e.Value.Status)), .. e.Value.Data])),
        }));
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failing",
    };

    private static Dictionary<string, object> Data(string code, DateTimeOffset? since)
    {
        var data = new Dictionary<string, object> { [Code] = code };
        if (since is { } time) data[Since] = time.UtcDateTime;
        return data;
    }
}
