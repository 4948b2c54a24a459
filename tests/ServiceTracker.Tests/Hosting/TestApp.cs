using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;

namespace ServiceTracker.Tests.Hosting;

/// <summary>The stores on which every test of the program runs.</summary>
public enum Store
{
    Sqlite,
    Postgres,
}

/// <summary>
/// The real program in this process on a new, empty store. It starts with the first use: with a test server in memory, or, after
/// <c>UseKestrel(0)</c> and <c>StartServer()</c>, on a port of its own.
/// </summary>
public class TestApp : WebApplicationFactory<Program>
{
    /// <summary>A Friday noon, in 2026-W47.</summary>
    public static readonly DateTimeOffset DefaultNow = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder;
    private readonly Dictionary<string, string?> settings;
    private Action<IServiceCollection> replace = _ => { };

    private TestApp(Store store, string folder, string connection, Dictionary<string, string?> settings)
    {
        (Store, this.folder, ConnectionString, this.settings) = (store, folder, connection, settings);
    }

    /// <summary>Which store it runs on.</summary>
    public Store Store { get; }

    /// <summary>The store's own connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>The program's clock: it stands still until a test moves it, and never goes back.</summary>
    public FakeTimeProvider Clock { get; } = new(DefaultNow);

    /// <summary>A program on a new, empty store.</summary>
    /// <param name="store">Which kind of store.</param>
    /// <param name="postgres">Makes the database.</param>
    /// <param name="more">Further settings of the program, such as <c>Imports:MaxBytes</c>.</param>
    public static async Task<TestApp> NewAsync(Store store, PostgresCluster postgres, params (string Name, string Value)[] more)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        var folder = Directory.CreateTempSubdirectory("servicetracker-test-").FullName;
        var connection = store == Store.Sqlite
            ? $"Data Source={Path.Combine(folder, "test.db")}"
            // Many programs run at once against one server, which has a hundred connections for all of them.
            : new NpgsqlConnectionStringBuilder(await postgres.CreateStoreAsync(folder)) { MaxPoolSize = 12 }.ConnectionString;
        var settings = new Dictionary<string, string?>
        {
            [$"ConnectionStrings:{StoreSettings.ConnectionName}"] = connection,
            ["DataDirectory"] = folder,
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:MinimumLevel"] = "Fatal",
        };
        foreach (var (name, value) in more) settings[name] = value;
        return new TestApp(store, folder, connection, settings);
    }

    /// <summary>The same program with other services, before its first use.</summary>
    public TestApp Replacing(Action<IServiceCollection> services)
    {
        replace += services;
        return this;
    }

    /// <summary>The same program with rollups that are brought up to date by the test alone, and what follows them, before its first
    /// use.</summary>
    public TestApp WithoutRollupJob() => WithoutWatchJob().Without("RollupJob");

    /// <summary>The same program with detectors that run in <see cref="WatchAsync"/> alone, before its first use.</summary>
    public TestApp WithoutWatchJob() => Without("WatchJob");

    /// <summary>The same program without a job, before its first use.</summary>
    public TestApp Without(string job) => Replacing(services =>
        services.Remove(services.Single(s =>
            s.ServiceType == typeof(IHostedService) && s.ImplementationType?.GenericTypeArguments is [var its] && its.Name == job)));

    /// <summary>A caller without a token.</summary>
    public Api Stranger() => new(CreateClient(new() { AllowAutoRedirect = false, BaseAddress = ClientOptions.BaseAddress }));

    /// <summary>A caller with this text as its token.</summary>
    public Api WithToken(string token)
    {
        var api = Stranger();
        api.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return api;
    }

    /// <summary>A caller with a new token of a role, for all sites where none is named.</summary>
    public async Task<Api> AsAsync(Role role, params string[] sites) => WithToken(await TokenAsync(role, TokenScopes.All, sites));

    /// <summary>A caller who may do everything.</summary>
    public Task<Api> AdminAsync() => AsAsync(Role.Admin);

    /// <summary>A new token.</summary>
    public Task<string> TokenAsync(Role role, TokenScopes scopes, params string[] sites) => InScopeAsync(async services =>
    {
        int[]? ids = null;
        if (sites.Length > 0)
        {
            var db = services.GetRequiredService<ServiceTrackerDb>();
            ids = await db.Sites.Where(s => sites.Contains(s.Code)).Select(s => s.Id).ToArrayAsync();
            Assert.Equal(sites.Length, ids.Length);
        }

        return await services.GetRequiredService<ApiTokens>()
            .CreateAsync(Actor.CommandLine, $"test {role}", role, ids, scopes, CancellationToken.None);
    });

    /// <summary>A caller with a new token that belongs to a person, for their home site.</summary>
    public async Task<Api> OfPersonAsync(string code, Role role = Role.Staff)
    {
        var person = await QueryAsync(db => db.Staff.Where(s => s.Code == code).SingleAsync());
        return WithToken(await InScopeAsync(s => s.GetRequiredService<ApiTokens>().CreateAsync(
            Actor.CommandLine, $"own {code}", role, [person.HomeSiteId], person.Id, TokenScopes.All, CancellationToken.None)));
    }

    /// <summary>Uses the program's own services, as one request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider);
    }

    /// <summary>Does something with the program's own services, as one request would.</summary>
    public Task InScopeAsync(Func<IServiceProvider, Task> use) => InScopeAsync(async services =>
    {
        await use(services);
        return true;
    });

    /// <summary>Takes all that waits into the rollups and through the detectors; for programs without a job that does.</summary>
    public Task WatchAsync() => InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<ServiceTrackerDb>();
        var (rollups, watch) = (services.GetRequiredService<RollupUpdate>(), services.GetRequiredService<WatchUpdate>());
        while (await db.RollupQueue.AnyAsync()) await rollups.DrainAsync(CancellationToken.None);
        while (await watch.RunAsync(CancellationToken.None) || await db.DetectionQueue.AnyAsync())
        {
        }
    });

    /// <summary>Looks straight into the store.</summary>
    public Task<T> QueryAsync<T>(Func<ServiceTrackerDb, Task<T>> query) =>
        InScopeAsync(s => query(s.GetRequiredService<ServiceTrackerDb>()));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Store == Store.Sqlite)
        {
            await using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
        else
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            NpgsqlConnection.ClearPool(connection);
        }

        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    // What the host is given here reaches Program as command-line arguments, in time for everything that is read while it is built,
    // and wins over the environment of the machine.
    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.ConfigureHostConfiguration(c => c.AddInMemoryCollection(settings));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder.ConfigureTestServices(services => replace(services
            .AddSingleton<TimeProvider>(Clock)
            // However full the disk of whoever runs the tests is.
            .AddSingleton(new DiskRoom(folder, _ => new DiskSpace(1L << 40, 1L << 40)))));
}
