using Microsoft.Net.Http.Headers;
using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Web.Api;

/// <summary>Entity tags of what can be edited: the number of its version in quotation marks. Preconditions are those of RFC 9110.</summary>
public static class EntityTags
{
    private const int NoVersion = -1;

    /// <summary>Gives the answer its tag.</summary>
    public static void Set(HttpContext context, int version) => context.Response.Headers.ETag = $"\"{version}\"";

    /// <summary>The version that the caller's preconditions ask for, or null to save whatever it is now.</summary>
    /// <param name="context">The request.</param>
    /// <param name="stored">The version there is, or null where nothing is.</param>
    /// <returns><see cref="SaveOrganisation.NotThere"/> to create only; a version that nothing has where they do not hold.</returns>
    public static int? Expected(HttpContext context, int? stored)
    {
        var headers = context.Request.Headers;
        var hasNew = headers.IfNoneMatch.Count > 0;
        // Both must hold, and the first of them is judged first.
        if (headers.IfMatch.Count == 0) return !hasNew ? null : IsAny(headers.IfNoneMatch) ? SaveOrganisation.NotThere : UnlessMet(null);
        // A weak tag stands for what is alike, not for what is the same.
        var isMet = stored is { } version
            && (IsAny(headers.IfMatch) || Tags(headers.IfMatch).Any(t => !t.IsWeak && t.Tag == $"\"{version}\""));
        return !isMet || (hasNew && IsAny(headers.IfNoneMatch)) ? NoVersion : UnlessMet(IsAny(headers.IfMatch) ? null : stored);

        int? UnlessMet(int? otherwise) =>
            stored is { } now && Tags(headers.IfNoneMatch).Any(t => t.Tag == $"\"{now}\"") ? NoVersion : otherwise;
    }

    /// <summary>Answers 304 where the caller has what there is.</summary>
    public static async ValueTask<object?> AnswerNotModifiedAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var answer = await next(call);
        var (asked, tag) = (call.HttpContext.Request.Headers.IfNoneMatch, call.HttpContext.Response.Headers.ETag.ToString());
        return asked.Count > 0 && tag.Length > 0 && (IsAny(asked) || Tags(asked).Any(t => t.Tag == tag))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : answer;
    }

    private static bool IsAny(Microsoft.Extensions.Primitives.StringValues header) => header.ToString().Trim() == "*";

    private static IList<EntityTagHeaderValue> Tags(Microsoft.Extensions.Primitives.StringValues header) =>
        EntityTagHeaderValue.TryParseList([.. header.Select(h => h ?? "")], out var tags) ? tags : [];
}
