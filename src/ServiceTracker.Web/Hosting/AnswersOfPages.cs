using Microsoft.AspNetCore.Mvc.Abstractions;

namespace ServiceTracker.Web.Hosting;

/// <summary>Pages and what they give to download are kept by nobody on the way; texts among the assets say in which characters they
/// are.</summary>
public sealed class AnswersOfPages(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ActionDescriptor>() is not null) context.Response.Headers.CacheControl = "no-store";
        else
        {
            context.Response.OnStarting(static state =>
            {
                var response = (HttpResponse)state;
                if (response.ContentType is "text/css" or "text/javascript" or "text/plain" or "text/html")
                    response.ContentType += "; charset=utf-8";
                return Task.CompletedTask;
            }, context.Response);
        }

        return next(context);
    }
}
