using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Web.Hosting;

/// <summary>The store answers a question about data, so it is there and upgraded.</summary>
public sealed class StoreHealth(IServiceScopeFactory scopes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthAnswer.InTimeAsync(
            async ended =>
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>().MasterDataStamps.AsNoTracking().SingleAsync(ended);
                return HealthCheckResult.Healthy();
            },
            StoreFailure.Of, cancellationToken);
}

/// <summary>What was written last was kept. After a failure it is tried anew, at most once in two seconds, so that it is known when it is over.</summary>
public sealed class WritingHealth(StoreState state, IInteractionStore store, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    private long lastAttempt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (state.Present is null) return HealthCheckResult.Healthy();
        if (!state.IsDamaged && IsDue()) await TryAsync(cancellationToken);
        return state.Present is { } failure ? HealthAnswer.Failing(failure.Trouble, failure.Since) : HealthCheckResult.Healthy();
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        var tried = await HealthAnswer.InTimeAsync(
            async ended =>
            {
                await store.TryWritingAsync(ended);
                return HealthCheckResult.Healthy();
            },
            store.TroubleOf, cancellation);
        if (tried.Status == HealthStatus.Healthy) state.Wrote();
    }

    private bool IsDue()
    {
        var last = Interlocked.Read(ref lastAttempt);
        if (last != 0 && clock.GetElapsedTime(last) < BetweenAttempts) return false;
        return Interlocked.CompareExchange(ref lastAttempt, clock.GetTimestamp(), last) == last;
    }
}

/// <summary>The clock is one that the store can be believed with; see the log for what is wrong.</summary>
public sealed class ClockHealth(StoreState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.ClockIsOff ? HealthAnswer.Degraded("clock") : HealthCheckResult.Healthy());
}

/// <summary>The last backup that was made here is of today. Where none was ever made here, somebody else may see to it.</summary>
public sealed class BackupHealth(StoreSettings store, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var last = store.File is { } file ? BackupRecord.Of(Path.GetFullPath(file)) : null;
        return Task.FromResult(last is not null && clock.GetUtcNow() - last.At > BackupRecord.Old ? HealthAnswer.Degraded("backup", last.At) : HealthCheckResult.Healthy());
    }
}

/// <summary>There is room left on the disk that this program writes to.</summary>
public sealed class RoomHealth(DiskRoom room) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(room.Fault() is null ? HealthCheckResult.Healthy() : HealthAnswer.Degraded("disk_low"));
}

/// <summary>
/// <c>{"status": "ok" | "degraded" | "failing", "parts": {"store": {"status", "code"?, "since"?}}}</c>: which part, and what to look up in
/// docs/running.md; nothing about where and how.
/// </summary>
internal static class HealthAnswer
{
    private const string Code = "code", Since = "since";

    // Whoever asks is told within two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);

    /// <summary>Something that people have to look at.</summary>
    public static HealthCheckResult Degraded(string code, DateTimeOffset? since = null) => new(HealthStatus.Degraded, data: Data(code, since));

    /// <summary>Nothing is stored, or nothing read.</summary>
    public static HealthCheckResult Failing(StoreTrouble trouble, DateTimeOffset? since = null) =>
        new(HealthStatus.Unhealthy, data: Data(trouble.Code(), since));

    /// <summary>What a check finds, or that it found no answer in time. SQLite works in the calling thread, so the check is given one of its own.</summary>
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
            return Failing(trouble.IsOfStore() ? trouble : e is OperationCanceledException or TimeoutException ? StoreTrouble.Away : StoreTrouble.Failing);
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
