namespace ServiceTracker.Web.Hosting;

/// <summary>Whatever answers 503, whether a page, a call or a check of health, says when to come back.</summary>
public sealed class RetryAfter(RequestDelegate next)
{
    // A database that restarts is back by then.
    private const string Seconds = "5";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            if (response.StatusCode == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = Seconds;
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
