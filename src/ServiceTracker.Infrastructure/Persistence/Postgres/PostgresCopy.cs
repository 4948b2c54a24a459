using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>
/// The receiving end of a copy: an empty database with the schema of this program, its tables locked against everybody else, and one
/// transaction that ends with <see cref="CommitAsync"/> or leaves nothing.
/// </summary>
internal sealed class PostgresCopy : IAsyncDisposable
{
    private const string History = "__EFMigrationsHistory";

    // The last step of a table is long: the server checks its foreign keys. Zero would not mean without limit here.
    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(24);

    private readonly PostgresDb db;
    private readonly NpgsqlConnection connection;
    private readonly Dictionary<string, MappedTable> tables;
    private NpgsqlTransaction? transaction;

    private PostgresCopy(PostgresDb db)
    {
        this.db = db;
        connection = (NpgsqlConnection)db.Database.GetDbConnection();
        tables = MappedTable.AllOf(db.Model).ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    /// <summary>Makes the schema in an empty database and begins the copy.</summary>
    /// <exception cref="InvalidOperationException">The database is not empty.</exception>
    public static async Task<PostgresCopy> OpenAsync(StoreSettings target, ILogger<StoreUpgrade> log, CancellationToken cancellation)
    {
        // No limit of time for a statement: the largest table is read back in one. Not pooled, so that it ends with the copy.
        var settings = new NpgsqlConnectionStringBuilder(target.ConnectionString) { CommandTimeout = 0, Pooling = false, KeepAlive = 30 };
        var copy = new PostgresCopy(new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(settings.ConnectionString).Options));
        try
        {
            await copy.connection.OpenAsync(cancellation);
            await copy.MigrateEmptyAsync(target, log, cancellation);
            await copy.BeginAsync(cancellation);
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies the rows of a reader into the table of the same name.</summary>
    public async Task WriteAsync(
        MappedTable source, DbDataReader rows, TableChecksum checksum, Action advance, CancellationToken cancellation)
    {
        var table = tables[source.Name];
        var types = Enumerable.Range(0, table.Columns.Length).Select(table.TypeOf).ToArray();
        var row = new object?[table.Columns.Length];
        try
        {
            await using var writer = await connection.BeginBinaryImportAsync(
                $"COPY {MappedTable.Quoted(table.Name)} ({table.ColumnList}) FROM STDIN (FORMAT binary)", cancellation);
            writer.Timeout = LongestStep;
            while (await rows.ReadAsync(cancellation))
            {
                source.Read(rows, row);
                checksum.Add(row);
                await writer.StartRowAsync(cancellation);
                for (var i = 0; i < row.Length; i++)
                {
                    if (row[i] is string text && text.Contains('\0', StringComparison.Ordinal)) throw HoldsNull(table, i, row);
                    if (table.ForDriver(i, row[i]) is { } value) await writer.WriteAsync(value, types[i], cancellation);
                    else await writer.WriteNullAsync(cancellation);
                }

                advance();
            }

            await writer.CompleteAsync(cancellation);
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"PostgreSQL refused a row of {table.Name}: {e.MessageText}", e);
        }
    }

    /// <summary>Reads a table back.</summary>
    public async Task ReadAsync(string name, TableChecksum checksum, Action advance, CancellationToken cancellation)
    {
        var table = tables[name];
        var row = new object?[table.Columns.Length];
        await using var command = new NpgsqlCommand(table.SelectAll, connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            table.Read(rows, row);
            checksum.Add(row);
            advance();
        }
    }

    /// <summary>Lets new rows take numbers after the copied ones, gives the planner its figures, and makes the copy last.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        foreach (var (table, column) in await IdentityColumnsAsync(cancellation))
        {
            var largest = await AskAsync<int?>($"SELECT max({MappedTable.Quoted(column)}) FROM {MappedTable.Quoted(table)}", cancellation);
            // Not setval, which a rollback would not undo.
            await DoAsync(
                $"ALTER TABLE {MappedTable.Quoted(table)} ALTER COLUMN {MappedTable.Quoted(column)} RESTART WITH {(largest ?? 0) + 1}",
                cancellation);
        }

        await DoAsync($"ANALYZE {TableList}", cancellation);
        await transaction!.CommitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync();
        await db.DisposeAsync();
        await connection.DisposeAsync();
    }

    private string TableList => string.Join(", ", tables.Keys.Select(MappedTable.Quoted));

    private static InvalidOperationException HoldsNull(MappedTable table, int column, object?[] row)
    {
        var name = table.Columns[column];
        var ids = table.Columns.Zip(row).Where(c => c.First.EndsWith("id", StringComparison.Ordinal));
        return new(
            $"{table.Name}.{name} has a text with the character U+0000 in it, which PostgreSQL cannot hold; take it out of the source " +
            $"(UPDATE {table.Name} SET {name} = replace({name}, char(0), '')). " +
            $"The row: {string.Join(", ", ids.Select(c => $"{c.First} {c.Second}"))}.");
    }

    private async Task MigrateEmptyAsync(StoreSettings target, ILogger<StoreUpgrade> log, CancellationToken cancellation)
    {
        if (await AskAsync<bool>(Spread.Question, cancellation) && await AskAsync<bool>(Spread.HasSpreadTables, cancellation))
            throw new InvalidOperationException(
                "The tables of the database to copy to are spread over several servers already. Copy to a database without spread " +
                "tables, and spread them afterwards: docs/growing.md has the statements.");
        var others = new List<string>();
        var hasHistory = false;
        // What extensions brought along is not data.
        const string relations = """
            SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY 1
            """;
        await using (var command = new NpgsqlCommand(relations, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var name = reader.GetString(0);
                if (name == History) hasHistory = true;
                else others.Add(name);
            }
        }

        var applied = hasHistory ? await AppliedAsync(cancellation) : [];
        if (applied.Count == 0)
        {
            if (others.Count > 0)
                throw NotEmpty($"it has the table {others[0]}{(others.Count > 1 ? $" and {others.Count - 1} more" : "")}");
            await new StoreUpgrade(db, new PostgresUpgradeLock(target), new StoreState(TimeProvider.System), log).RunAsync(cancellation);
            return;
        }

        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } newer)
            throw NotEmpty($"a newer ServiceTracker has made tables in it ({newer})");
        if (known.Except(applied).FirstOrDefault() is { } older)
            throw NotEmpty($"an older ServiceTracker has made tables in it (without {older})");
        if (others.Find(t => !tables.ContainsKey(t)) is { } foreign) throw NotEmpty($"it has the table {foreign}");
    }

    private async Task<List<string>> AppliedAsync(CancellationToken cancellation) =>
        [.. await db.Database.GetAppliedMigrationsAsync(cancellation)];

    private async Task BeginAsync(CancellationToken cancellation)
    {
        transaction = await connection.BeginTransactionAsync(cancellation);
        // A server that already runs on this database waits until the copy has ended; one that holds it is not waited for without end.
        await DoAsync("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '30s'", cancellation);
        await DoAsync($"LOCK TABLE {TableList} IN ACCESS EXCLUSIVE MODE", cancellation);
        var seeds = db.GetService<IDesignTimeModel>().Model.GetEntityTypes()
            .ToDictionary(e => e.GetTableName()!, e => e.GetSeedData().Count());
        foreach (var table in tables.Keys)
        {
            var rows = await AskAsync<long>(
                $"SELECT count(*) FROM (SELECT 1 FROM {MappedTable.Quoted(table)} LIMIT {seeds[table] + 1}) AS first_rows", cancellation);
            if (rows > seeds[table]) throw NotEmpty($"{table} has rows");
            // What the migrations themselves put in is in the source too.
            if (rows > 0) await DoAsync($"DELETE FROM {MappedTable.Quoted(table)}", cancellation);
        }
    }

    private static InvalidOperationException NotEmpty(string because) =>
        new($"The database to copy to is not empty: {because}. Make a new one (CREATE DATABASE).");

    private async Task<List<(string Table, string Column)>> IdentityColumnsAsync(CancellationToken cancellation)
    {
        const string sql = """
            SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attidentity <> '' AND c.relnamespace = current_schema()::text::regnamespace AND c.relname = ANY($1)
            """;
        await using var command = new NpgsqlCommand(sql, connection, transaction)
        {
            Parameters = { new() { Value = tables.Keys.ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(string, string)>();
        while (await reader.ReadAsync(cancellation)) found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    private async Task<T> AskAsync<T>(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteScalarAsync(cancellation) is T value ? value : default!;
    }

    private async Task DoAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
