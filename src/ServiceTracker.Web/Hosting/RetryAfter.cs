namespace ServiceTracker.Web.Hosting;

/// <summary>Whatever answers 503 or 507, whether a page, a call or a check of health, says when to come back.</summary>
public sealed class RetryAfter(RequestDelegate next)
{
    // A database that restarts is back by the first; making room takes somebody longer.
    private const string Seconds = "5", SecondsToMakeRoom = "30";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            if (response.StatusCode == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = Seconds;
            if (response.StatusCode == StatusCodes.Status507InsufficientStorage) response.Headers.RetryAfter = SecondsToMakeRoom;
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
