using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace ServiceTracker.Tests.Databases;

/// <summary>PostgreSQL in a container, on machines with a Docker engine.</summary>
internal static class ContainerPostgres
{
    /// <summary>An administrator's connection string, or null when no engine can be reached.</summary>
    public static async Task<(string Admin, IAsyncDisposable Server)?> TryStartAsync()
    {
        try
        {
            var container = new PostgreSqlBuilder("postgres:17-alpine").WithUsername("app").WithPassword("app")
                .WithDatabase("postgres").Build();
            await container.StartAsync();
            return (container.GetConnectionString(), container);
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }
}
