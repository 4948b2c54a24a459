using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>One writer takes whatever waits and stores it in one transaction, on SQLite.</summary>
internal sealed class SqliteBatchingFloor : SqliteFloor
{
    private readonly Channel<PendingInsert> waiting = Channel.CreateBounded<PendingInsert>(PendingInsert.MaxWaiting);

    private SqliteBatchingFloor(string connection)
        : base(connection)
    {
        _ = Task.Factory.StartNew(WriteAsync, TaskCreationOptions.LongRunning);
    }

    public static new SqliteBatchingFloor Open(string connection) => new(connection);

    public override async ValueTask<long> InsertAsync(Sample row)
    {
        var pending = new PendingInsert(row);
        await waiting.Writer.WriteAsync(pending);
        return await pending.Stored.Task;
    }

    private async Task WriteAsync()
    {
        var batch = new List<(PendingInsert Pending, long Id)>(PendingInsert.MaxBatch);
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            try
            {
                lock (Gate)
                {
                    using var transaction = Connection.BeginTransaction();
                    while (batch.Count < PendingInsert.MaxBatch && waiting.Reader.TryRead(out var pending))
                        batch.Add((pending, Insert(pending.Row, transaction)));
                    transaction.Commit();
                }

                foreach (var (pending, id) in batch) pending.Stored.SetResult(id);
            }
            catch (SqliteException e)
            {
                foreach (var (pending, _) in batch) pending.Stored.TrySetException(e);
            }
        }
    }
}
