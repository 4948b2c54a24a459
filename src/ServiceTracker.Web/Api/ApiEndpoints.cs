using ServiceTracker.Application.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>The REST API under one path, with what all of its endpoints share.</summary>
public static class ApiEndpoints
{
    /// <summary>Base path.</summary>
    public const string BasePath = "/api/v1";

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(BasePath)
            .RequireAuthorization(Policies.SignedIn)
            .AddEndpointFilterFactory(RefuseBadBodies)
            .DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        ((IEndpointConventionBuilder)api).Finally(CallShape.Describe);
        var read = api.MapGroup("").RequireAuthorization(Policies.Reads).AddEndpointFilter(EntityTags.AnswerNotModifiedAsync);
        var write = api.MapGroup("").RequireAuthorization(Policies.Writes)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        OrganisationApi.Map(read, write);
        AccountsApi.Map(read, write);
        TokensApi.Map(read, write);
        AuditApi.Map(read);
        BaselinesApi.Map(read, write);
        InteractionsApi.Map(read, write);
        CorrectionsApi.Map(read, write);
        DisputesApi.Map(read, write);
        LoggingApi.Map(read);
        ObservationsApi.Map(read);
        CoverageApi.Map(read, write);
        SafetyApi.Map(read);
        ImportsApi.Map(read, write);
        ImportMappingsApi.Map(read, write);
        ConsistencyApi.Map(read);
        BasicsApi.Map(read);
        ChartsApi.Map(read);
        FlagsApi.Map(read, write);
        ProcessChangesApi.Map(read, write);
        CoachingApi.Map(read, write);
        RecoveriesApi.Map(read, write);
        RecoverySummaryApi.Map(read);
        ReportsApi.Map(read);
        DevicesApi.Map(read, write);
        SealsApi.Map(read, write);
        DeliveriesApi.Map(read, write);
    }

    /// <summary>Who calls.</summary>
    public static Actor Actor(this HttpContext context) => context.Features.Get<Actor>() ?? context.User.ToActor();

    /// <summary>Answers instead of a call whose body was refused.</summary>
    internal static EndpointFilterDelegate RefuseBadBodies(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var body = Array.FindIndex(endpoint.MethodInfo.GetParameters(), p => p.ParameterType.IsAssignableTo(typeof(IJsonBody)));
        return body < 0 ? next : async call => ((IJsonBody)call.Arguments[body]!).Refusal ?? await next(call);
    }
}
