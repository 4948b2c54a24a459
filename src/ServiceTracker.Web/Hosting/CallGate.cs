using System.Collections.Concurrent;
using System.Globalization;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Api;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Counts the calls of each token, and of each address without one, in windows of a minute, and answers those beyond the limit 429. Every
/// answer says how many are left, in the fields of draft-ietf-httpapi-ratelimit-headers-10. Each server counts for itself.
/// </summary>
public sealed class CallGate(RequestDelegate next, CallLimits limits, ApiTokenCache known, TimeProvider clock)
{
    private const long Window = TimeSpan.TicksPerMinute;

    // Callers of the present minute; strangers are forgotten with it.
    private readonly ConcurrentDictionary<string, Count> counts = new(StringComparer.Ordinal);
    private long cleared;

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(ApiEndpoints.BasePath)) return next(context);
        var (key, name, limit) = CallerOf(context);
        var now = clock.GetUtcNow().UtcTicks;
        var minute = now / Window;
        Clear(minute);
        var used = counts.GetOrAdd(key, static _ => new Count()).Next(minute);
        var left = Math.Max(0, limit - used);
        var ends = (((minute + 1) * Window) - now + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        context.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={limit};w=60");
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={left};t={ends}");
        if (used <= limit) return next(context);
        context.Response.Headers.RetryAfter = ends.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests, "too_many_calls", "Too many calls in this minute.",
            $"{limit} a minute are answered. Go on in {ends} s; nothing of this call was done.").ExecuteAsync(context);
    }

    private (string Key, string Name, int Limit) CallerOf(HttpContext context)
    {
        if (BearerTokens.SecretOf(context.Request) is { } secret && known.Find(secret) is { } caller)
            return (caller.Actor.Id, "token", limits.Tokens.GetValueOrDefault(caller.Token.Name, limits.Token));
        return (context.Connection.RemoteIpAddress?.ToString() ?? "", "address", limits.Address);
    }

    private void Clear(long minute)
    {
        var last = Interlocked.Read(ref cleared);
        if (last == minute || Interlocked.CompareExchange(ref cleared, minute, last) != last) return;
        counts.Clear();
    }

    private sealed class Count
    {
        private readonly Lock gate = new();
        private long minute;
        private int used;

        /// <summary>Counts one more.</summary>
        public int Next(long now)
        {
            lock (gate)
            {
                if (now != minute) (minute, used) = (now, 0);
                return used == int.MaxValue ? used : ++used;
            }
        }
    }
}
