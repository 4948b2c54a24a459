using ServiceTracker.Tests.Databases;

namespace ServiceTracker.Tests.Hosting;

/// <summary>
/// One program with the standard organisation for all tests of a class. A test body stands in an abstract class that is derived once for
/// each store; tests keep apart by making sites of their own.
/// </summary>
public abstract class SharedApp(Store store, PostgresCluster postgres) : IAsyncLifetime
{
    private TestApp? app;
    private Organisation? organisation;

    /// <summary>The program.</summary>
    public TestApp App => app ?? throw new InvalidOperationException("Not started.");

    /// <summary>Its organisation.</summary>
    public Organisation Organisation => organisation ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        app = Prepare((await TestApp.NewAsync(store, postgres)).WithoutWatchJob());
        organisation = await Organisation.SetUpAsync(app);
    }

    /// <summary>Changes the program before it starts.</summary>
    protected virtual TestApp Prepare(TestApp app) => app;

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Shared by the tests of a class that run on SQLite.</summary>
public sealed class OnSqlite(PostgresCluster postgres) : SharedApp(Store.Sqlite, postgres);

/// <summary>Shared by the tests of a class that run on PostgreSQL.</summary>
public sealed class OnPostgres(PostgresCluster postgres) : SharedApp(Store.Postgres, postgres);
