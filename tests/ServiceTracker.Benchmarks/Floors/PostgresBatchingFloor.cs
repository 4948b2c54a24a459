using System.Threading.Channels;
using Npgsql;
using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>Two writers take whatever waits and store it with one statement, on PostgreSQL.</summary>
internal sealed class PostgresBatchingFloor : PostgresFloor
{
    private const int Writers = 2;

    private readonly Channel<PendingInsert> waiting = Channel.CreateBounded<PendingInsert>(PendingInsert.MaxWaiting);

    private PostgresBatchingFloor(NpgsqlDataSource source)
        : base(source)
    {
        for (var i = 0; i < Writers; i++) _ = WriteAsync(source);
    }

    public static new async Task<PostgresBatchingFloor> OpenAsync(string connection) => new(await SourceAsync(connection));

    public override async ValueTask<long> InsertAsync(Sample row)
    {
        var pending = new PendingInsert(row);
        await waiting.Writer.WriteAsync(pending);
        return await pending.Stored.Task;
    }

    private async Task WriteAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        var batch = new List<PendingInsert>(PendingInsert.MaxBatch);
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < PendingInsert.MaxBatch && waiting.Reader.TryRead(out var pending)) batch.Add(pending);
            if (batch.Count == 0) continue;
            try
            {
                var ids = await InsertAsync(connection, [.. batch.Select(b => b.Row)]);
                for (var i = 0; i < batch.Count; i++) batch[i].Stored.SetResult(ids[i]);
            }
            catch (NpgsqlException e)
            {
                foreach (var pending in batch) pending.Stored.TrySetException(e);
            }
        }
    }
}
