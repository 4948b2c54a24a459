namespace ServiceTracker.Web.Api.Document;

/// <summary>Says so where an endpoint is mapped.</summary>
public static class EntityTagConvention
{
    public static RouteHandlerBuilder GivesEntityTag(this RouteHandlerBuilder route) => route.WithMetadata(new EntityTagMetadata());
}
