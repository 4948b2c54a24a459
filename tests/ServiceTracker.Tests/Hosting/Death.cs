using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Tests.Hosting;

/// <summary>Ends what the asking flow does before one of its statements; other work of the program goes on.</summary>
internal sealed class Death : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly AsyncLocal<Count?> left = new();

    /// <summary>Whether a failure is what it did.</summary>
    public static bool IsIt(Exception failure) => failure is Died || failure.InnerException is Died;

    /// <summary>Puts it into a program before its first use.</summary>
    public void PutInto(IServiceCollection services) => services
        .ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(this)).ConfigureDbContext<PostgresDb>(o => o.AddInterceptors(this));

    /// <summary>Lets so many statements be, less one, and ends before the next.</summary>
    public void After(int statements) => left.Value = new Count { Left = statements };

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Next(result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) =>
        new(Next(result));

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(Next(result));

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result,
        CancellationToken cancellationToken = default) =>
        new(Next(result));

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
        CancellationToken cancellationToken = default) =>
        new(Next(result));

    private T Next<T>(T result) => left.Value is { } count && --count.Left == 0 ? throw new Died() : result;

    private sealed class Died : Exception;

    private sealed class Count
    {
        public int Left { get; set; }
    }
}
