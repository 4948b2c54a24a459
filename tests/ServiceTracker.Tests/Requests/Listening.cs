using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Requests;

/// <summary>A program that listens on a port, as its users meet it, and tells what it logged of its failures.</summary>
public abstract class Listening(Store store, PostgresCluster postgres) : SharedApp(store, postgres)
{
    private readonly Failed failed = new();

    /// <summary>What it logged since it was last asked.</summary>
    public string LoggedErrors()
    {
        var lines = new List<string>();
        while (failed.Lines.TryDequeue(out var line)) lines.Add(line);
        return string.Join('\n', lines);
    }

    protected override TestApp Prepare(TestApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Replacing(services => services.AddLogging(log => log.AddProvider(failed)));
        app.UseKestrel(0);
        app.StartServer();
        return app;
    }

    private sealed class Failed : ILoggerProvider, ILogger
    {
        private const int Frames = 6;

        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Lines.Enqueue($"{formatter(state, exception)} {string.Join('\n', (exception?.ToString() ?? "").Split('\n').Take(Frames))}");
        }

        public void Dispose()
        {
        }
    }
}

/// <inheritdoc />
public sealed class ListeningOnSqlite(PostgresCluster postgres) : Listening(Store.Sqlite, postgres);

/// <inheritdoc />
public sealed class ListeningOnPostgres(PostgresCluster postgres) : Listening(Store.Postgres, postgres);
