using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Postgres;

/// <summary>One statement for any number of rows: each column travels as one array and is unnested by the server.</summary>
internal sealed class PostgresBulkInsert : IBulkInsert
{
    private static readonly string InsertInteractions = Sql("interaction", BulkTables.Interaction)
        + " ON CONFLICT DO NOTHING RETURNING site_id, id";

    private static readonly string InsertTexts = Sql("interaction_text", BulkTables.InteractionText);
    private static readonly string InsertCauses = Sql("miss_cause", BulkTables.MissCause);
    private static readonly string InsertStandOuts = Sql("stand_out", BulkTables.StandOut);

    public async Task<IReadOnlySet<(int SiteId, Guid Id)>> InsertAsync(
        DbContext db, IReadOnlyList<Interaction> interactions, CancellationToken cancellation)
    {
        await using var command = Command(db, InsertInteractions, BulkTables.Interaction, interactions);
        var inserted = new HashSet<(int, Guid)>(interactions.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) inserted.Add((reader.GetInt32(0), reader.GetGuid(1)));
        return inserted;
    }

    public async Task InsertAsync(
        DbContext db, IReadOnlyList<InteractionText> texts, IReadOnlyList<MissCause> causes, IReadOnlyList<StandOut> standOuts,
        CancellationToken cancellation)
    {
        await ExecuteAsync(db, InsertTexts, BulkTables.InteractionText, texts, cancellation);
        await ExecuteAsync(db, InsertCauses, BulkTables.MissCause, causes, cancellation);
        await ExecuteAsync(db, InsertStandOuts, BulkTables.StandOut, standOuts, cancellation);
    }

    private static async Task ExecuteAsync<T>(
        DbContext db, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        await using var command = Command(db, sql, columns, rows);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command<T>(DbContext db, string sql, BulkColumn<T>[] columns, IReadOnlyList<T> rows)
    {
        var transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), transaction);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column.Values(rows) });
        return command;
    }

    private static string Sql<T>(string table, BulkColumn<T>[] columns)
    {
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var values = string.Join(", ", columns.Select(c =>
            c.Name == BulkTables.MeasuresColumn ? $"('{{' || r.{c.Name} || '}}')::double precision[]" : $"r.\"{c.Name}\""));
        var arrays = string.Join(", ", columns.Select((_, i) => $"${i + 1}"));
        return $"INSERT INTO {table} ({names}) SELECT {values} FROM unnest({arrays}) AS r({names})";
    }
}
