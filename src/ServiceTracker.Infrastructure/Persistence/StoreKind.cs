namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>The kinds of store there are.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}
