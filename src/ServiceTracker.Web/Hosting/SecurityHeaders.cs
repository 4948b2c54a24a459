using ServiceTracker.Web.Access;
using ServiceTracker.Web.Api;

namespace ServiceTracker.Web.Hosting;

/// <summary>Headers that keep pages from running anything that is not ours. The API's reading room writes its own styles.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Strict =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
        "manifest-src 'self'; "
        + "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
            "trusted-types ";

    private const string Plain = Strict + "'none'";

    // The one script whose address a page hands to the browser itself.
    private const string AtDevice = Strict + "kiosk-worker";

    private const string ApiDocumentation =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        Set(context, context.Request.Path);
        return next(context);
    }

    /// <summary>Sets the headers, again where a failure has taken them away.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its own path, which a failure may have replaced.</param>
    public static void Set(HttpContext context, PathString path)
    {
        var headers = context.Response.Headers;
        // What the API answers is about people, and for nobody but the caller.
        if (path.StartsWithSegments(ApiEndpoints.BasePath)) headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy =
            path.StartsWithSegments("/docs") ? ApiDocumentation : path.StartsWithSegments(KioskWorker.Scope) ? AtDevice : Plain;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // It stands a folder below what it answers for.
        if (path == KioskWorker.Path) headers["Service-Worker-Allowed"] = KioskWorker.Scope;
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
    }
}
