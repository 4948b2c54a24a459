namespace ServiceTracker.Web.Hosting;

/// <summary>HEAD is answered wherever GET is, without the body; a method that no page has is refused, where it would otherwise be taken for
/// GET.</summary>
public sealed class KnownMethods(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // Pages and assets know HEAD themselves.
        var isProgram = request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/openapi")
            || request.Path.StartsWithSegments("/docs");
        if (HttpMethods.IsHead(request.Method)) return isProgram ? WithoutBodyAsync(context) : next(context);
        if (isProgram || HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method)) return next(context);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST";
        return Task.CompletedTask;
    }

    private async Task WithoutBodyAsync(HttpContext context)
    {
        var (method, body) = (context.Request.Method, context.Response.Body);
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = method;
            context.Response.Body = body;
        }
    }
}
