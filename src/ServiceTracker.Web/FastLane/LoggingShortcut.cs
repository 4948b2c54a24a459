using System.Net.Mime;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.FastLane;

/// <summary>
/// What every counter does all day, <c>POST /interactions</c>, goes straight to its endpoint when its token is remembered and may write.
/// All else, and whatever is to be refused, takes the general way through compression, routing, authentication and the policies, which
/// would lead this request to the same endpoint and cost as much as storing it. Shown by the benchmark <c>write</c>; a test sends the same
/// requests both ways.
/// </summary>
public sealed class LoggingShortcut(RequestDelegate next, EndpointDataSource endpoints, ApiTokenCache known)
{
    // The endpoints are mapped after this is made.
    private readonly Lazy<(PathString Path, RouteEndpoint Endpoint)> log = new(() =>
        endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<TakesShortcut>() is not null)
            .Select(e => (PathOf(e), e)).Single());

    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != log.Value.Path || context.Request.QueryString.HasValue
            || !IsJson(context.Request.ContentType) || BearerTokens.SecretOf(context.Request) is not { } secret
            || known.Find(secret) is not { } caller || !caller.Token.Scopes.HasFlag(TokenScopes.Write)) return next(context);
        var endpoint = log.Value.Endpoint;
        context.Features.Set(caller.Actor);
        context.SetEndpoint(endpoint);
        return endpoint.RequestDelegate!(context);
    }

    // Routing tells other types from it, and says so in its own words.
    private static bool IsJson(string? type) =>
        type is not null && type.StartsWith(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
        && (type.Length == MediaTypeNames.Application.Json.Length || type[MediaTypeNames.Application.Json.Length] == ';');

    // As a request sends it: a pattern may end with a slash, which routing does not ask for.
    private static PathString PathOf(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');
}
