using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Hosting;

/// <summary>What pages are asked for holds nothing that no store takes, not even in a question to it: a visible sign stands in its place,
/// by which nothing is found.</summary>
public sealed class StorableQueries(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.QueryString;
        // A NUL cannot come but as an escape.
        if (query.Value?.Contains("%00", StringComparison.Ordinal) == true)
            context.Request.Query = Storable(QueryHelpers.ParseQuery(query.Value));
        return next(context);
    }

    private static QueryCollection Storable(Dictionary<string, StringValues> asked) => new(
        asked.GroupBy(q => StorableText.Of(q.Key), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                q => q.Key, q => new StringValues([.. q.SelectMany(one => one.Value).Select(StorableText.Of)]),
                StringComparer.OrdinalIgnoreCase));
}
