using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Infrastructure.Persistence.Postgres;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// Copies the embedded store into an empty PostgreSQL database: every table of the model, in one transaction there, from one state of the
/// source. Both are read and compared before the commit. Memory does not grow with the data.
/// </summary>
public sealed class StoreCopy(
    ServiceTrackerDb db, StoreSettings store, StoreUpgrade upgrade, IRollupStore snapshots, ILogger<StoreUpgrade> log)
{
    private const int RowsBetweenReports = 1000;

    /// <summary>Copies and compares. Where a table differs nothing is committed, and the report says which one.</summary>
    /// <param name="target">An empty database; its schema is made.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends it early, with nothing copied.</param>
    /// <exception cref="InvalidOperationException">The source is not an embedded store, or the target is not empty.</exception>
    public async Task<StoreCopyReport> RunAsync(StoreSettings target, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (store.File is not { } file)
            throw new InvalidOperationException(
                "Only an embedded database (SQLite) can be copied; this program is set to PostgreSQL. Use pg_dump and pg_restore.");
        if (!File.Exists(file)) throw new InvalidOperationException($"There is no database {Path.GetFullPath(file)}.");
        await upgrade.RunAsync(cancellation);
        await using var copy = await PostgresCopy.OpenAsync(target, log, cancellation);

        // Opened here, so that the connection, which notices the changes of others, outlives the snapshot.
        await db.Database.OpenConnectionAsync(cancellation);
        var before = await ChangesAsync(cancellation);
        var tables = MappedTable.AllOf(db.Model);
        var read = tables.Select(_ => new TableChecksum()).ToArray();
        var written = tables.Select(_ => new TableChecksum()).ToArray();
        await using (await snapshots.BeginSnapshotAsync(db, cancellation))
        {
            var steps = new Steps(progress, 2 * await CountAsync(tables, cancellation));
            for (var i = 0; i < tables.Count; i++)
            {
                await using var command = Command(tables[i].SelectAll);
                await using var rows = await command.ExecuteReaderAsync(cancellation);
                await copy.WriteAsync(tables[i], rows, read[i], steps.Advance, cancellation);
            }

            for (var i = 0; i < tables.Count; i++) await copy.ReadAsync(tables[i].Name, written[i], steps.Advance, cancellation);
        }

        var changed = await ChangesAsync(cancellation) != before;
        await db.Database.CloseConnectionAsync();
        var report = new StoreCopyReport(
            [.. tables.Select((t, i) => new TableComparison(t.Name, read[i].Rows, read[i].Sum, written[i].Rows, written[i].Sum))], changed);
        if (report.IsEqual) await copy.CommitAsync(cancellation);
        return report;
    }

    private async Task<long> CountAsync(IReadOnlyList<MappedTable> tables, CancellationToken cancellation)
    {
        var rows = 0L;
        foreach (var table in tables)
        {
            await using var command = Command($"SELECT count(*) FROM {MappedTable.Quoted(table.Name)}");
            rows += (long)(await command.ExecuteScalarAsync(cancellation))!;
        }

        return rows;
    }

    // Differs as soon as another connection has committed.
    private Task<long> ChangesAsync(CancellationToken cancellation) =>
        db.Database.SqlQueryRaw<long>("SELECT data_version AS \"Value\" FROM pragma_data_version").SingleAsync(cancellation);

    private DbCommand Command(string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Made of the model's own names of tables and columns.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private sealed class Steps(IProgress<double>? progress, long total)
    {
        private long done;

        public void Advance()
        {
            if (++done % RowsBetweenReports == 0) progress?.Report((double)done / total);
        }
    }
}
