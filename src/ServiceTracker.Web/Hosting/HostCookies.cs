using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Over https our cookies are called <c>__Host-…</c>: browsers then take them only from this very host, over https, for every path, so that
/// no neighbouring host can plant one. Over plain http, as on one's own machine, browsers refuse such names, and the cookies go without.
/// </summary>
public sealed class HostCookies(RequestDelegate next)
{
    private const string Host = "__Host-", Prefix = CookieNames.Prefix;

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.IsHttps) return next(context);
        // Without the prefix it may be anybody's.
        if (context.Request.Headers.Cookie is { Count: > 0 } sent)
            context.Request.Headers.Cookie = string.Join(
                "; ",
                sent.SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Where(c => !c.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(c => c.StartsWith(Host + Prefix, StringComparison.Ordinal) ? c[Host.Length..] : c));
        context.Response.OnStarting(Rename, context.Response);
        return next(context);
    }

    private static Task Rename(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        var cookies = headers[HeaderNames.SetCookie];
        if (cookies.Count > 0)
            headers[HeaderNames.SetCookie] = new StringValues(
                [.. cookies.Select(c => c?.StartsWith(Prefix, StringComparison.Ordinal) == true ? Host + c : c)]);
        return Task.CompletedTask;
    }
}
