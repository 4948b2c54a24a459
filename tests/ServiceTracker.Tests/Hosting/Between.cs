using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Persistence.Postgres;
using ServiceTracker.Infrastructure.Persistence.Sqlite;

namespace ServiceTracker.Tests.Hosting;

/// <summary>Does once what others may do at any moment: between a question that the program asks its store and the next one.</summary>
internal sealed class Between : DbCommandInterceptor
{
    private Func<string, bool> isIt = _ => false;
    private Func<Task>? act;

    /// <summary>Puts it into a program before its first use.</summary>
    public void PutInto(IServiceCollection services) => services
        .ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(this)).ConfigureDbContext<PostgresDb>(o => o.AddInterceptors(this));

    /// <summary>Does something right after the next question of a kind was answered.</summary>
    public void After(Func<string, bool> question, Func<Task> does) => (isIt, act) = (question, does);

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (isIt(command.CommandText) && Interlocked.Exchange(ref act, null) is { } now) await now();
        return result;
    }
}
