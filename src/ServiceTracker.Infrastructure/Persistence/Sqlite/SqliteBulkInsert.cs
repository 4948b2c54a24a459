using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Sqlite;

/// <summary>A prepared statement, once for each row: in one process that is as fast as any batch.</summary>
internal sealed class SqliteBulkInsert : IBulkInsert
{
    private static readonly string InsertInteractions = Sql("interaction", BulkTables.Interaction) + " ON CONFLICT DO NOTHING";
    private static readonly string InsertTexts = Sql("interaction_text", BulkTables.InteractionText);
    private static readonly string InsertCauses = Sql("miss_cause", BulkTables.MissCause);
    private static readonly string InsertStandOuts = Sql("stand_out", BulkTables.StandOut);

    public Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        DbContext db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        var inserted = new HashSet<(int, Guid)>(interactions.Count);
        Execute(db, InsertInteractions, BulkTables.Interaction, interactions, i => inserted.Add((i.SiteId, i.Id)), cancellation);
        return Task.FromResult<IReadOnlySet<(int, Guid)>>(inserted);
    }

    public Task InsertAsync(
        DbContext db, IReadOnlyList<InteractionText> texts, IReadOnlyList<MissCause> causes, IReadOnlyList<StandOut> standOuts,
        CancellationToken cancellation)
    {
        Execute(db, InsertTexts, BulkTables.InteractionText, texts, null, cancellation);
        Execute(db, InsertCauses, BulkTables.MissCause, causes, null, cancellation);
        Execute(db, InsertStandOuts, BulkTables.StandOut, standOuts, null, cancellation);
        return Task.CompletedTask;
    }

    // SQLite works in the calling thread, whatever a method is called; there is nothing to wait for asynchronously.
    private static void Execute<T>(
        DbContext db, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows, Action<T>? inserted, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        using var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        foreach (var column in columns) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column.Name });
        command.Prepare();
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i].Value(row);
            if (command.ExecuteNonQuery() > 0) inserted?.Invoke(row);
        }
    }

    private static string Sql<T>(string table, BulkColumn<T>[] columns)
    {
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var values = string.Join(", ", columns.Select(c => c.Name == BulkTables.MeasuresColumn ? $"'[' || @{c.Name} || ']'" : $"@{c.Name}"));
        return $"INSERT INTO {table} ({names}) VALUES ({values})";
    }
}
