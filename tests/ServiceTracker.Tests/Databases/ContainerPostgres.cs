#if USE_TESTCONTAINERS
using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace ServiceTracker.Tests.Databases;

/// <summary>PostgreSQL in a container, on machines with a Docker engine. Compiled only where one was seen at build time.</summary>
internal static class ContainerPostgres
{
    /// <summary>An administrator's connection string, or null when the engine cannot be reached.</summary>
    public static async Task<(string Admin, IAsyncDisposable Server)?> TryStartAsync()
    {
        try
        {
            var builder = new PostgreSqlBuilder("postgres:17-alpine").WithUsername("app").WithPassword("app").WithDatabase("postgres");
            // dynamic: naming Build() statically needs Docker.DotNet, which not every package source has.
            PostgreSqlContainer container = ((dynamic)builder).Build();
            await container.StartAsync();
            return (container.GetConnectionString(), container);
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }
}
#endif
