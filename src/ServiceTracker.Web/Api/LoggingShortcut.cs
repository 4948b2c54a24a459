using ServiceTracker.Application.Tokens;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Api;

/// <summary>
/// What every counter does all day, <c>POST /interactions</c>, goes straight to its endpoint when its token is remembered and may write.
/// All else, and whatever is to be refused, takes the general way through routing, authentication and the policies, which would lead this
/// request to the same endpoint and cost as much as storing it.
/// </summary>
public sealed class LoggingShortcut(RequestDelegate next, EndpointDataSource endpoints, ApiTokenCache known)
{
    private static readonly PathString Path = ApiEndpoints.BasePath + InteractionsApi.Path;

    // The endpoints are mapped after this is made.
    private readonly Lazy<Endpoint> log = new(() =>
        endpoints.Endpoints.Single(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == InteractionsApi.LogName));

    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Path != Path || context.Request.QueryString.HasValue
            || BearerTokens.SecretOf(context.Request) is not { } secret
            || known.Find(secret) is not { } caller || !caller.Token.Scopes.HasFlag(TokenScopes.Write)) return next(context);
        context.Features.Set(caller.Actor);
        context.SetEndpoint(log.Value);
        return log.Value.RequestDelegate!(context);
    }
}
