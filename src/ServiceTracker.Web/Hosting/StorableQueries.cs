using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Hosting;

/// <summary>What pages are asked for holds nothing that no store takes, not even in a question to it: a visible sign stands in its place, as in <see cref="StorableForms"/>.</summary>
public sealed class StorableQueries(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.QueryString;
        // A NUL cannot come but as an escape.
        if (query.Value?.Contains("%00", StringComparison.Ordinal) == true)
            context.Request.Query = new QueryCollection(StorableForms.Storable(QueryHelpers.ParseQuery(query.Value)));
        return next(context);
    }
}
