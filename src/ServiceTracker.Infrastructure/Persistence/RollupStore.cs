using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence.Bulk;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>What both providers do alike for the rollups.</summary>
internal abstract class RollupStore : IRollupStore
{
    private const int WeeksAtOnce = 200, PagesAtOnce = 100;

    public abstract Task<IAsyncDisposable> BeginSnapshotAsync(IServiceTrackerDb db, CancellationToken cancellation);

    public abstract Task<bool> LockAsync(IServiceTrackerDb db, bool wait, CancellationToken cancellation);

    public abstract Task<IAloneTransaction> BeginAloneAsync(IServiceTrackerDb db, CancellationToken cancellation);

    public abstract Task<IAloneTransaction?> TryBeginAsync(IServiceTrackerDb db, TimeSpan patience, CancellationToken cancellation);

    public async Task MergeAsync(IServiceTrackerDb db, RollupSums sums, CancellationToken cancellation)
    {
        await MergeAsync(
            db, RollupTables.StaffWeek, sums.StaffWeeks.OrderBy(l =>
                (l.Key.SiteId, l.Key.WeekStart, l.Key.StaffId, l.Key.TeamId, l.Key.ChannelId, l.Key.Source, l.Key.Baseline)), cancellation);
        await MergeAsync(
            db, RollupTables.SiteDayHour, sums.SiteDayHours.OrderBy(l => (l.Key.SiteId, l.Key.BusinessDate, l.Key.HourOfWeek)),
            cancellation);
        await MergeAsync(
            db, RollupTables.OrgWeek, sums.OrgWeeks.OrderBy(l => (l.Key.WeekStart, l.Key.ChannelId, l.Key.Baseline)), cancellation);
        await MergeAsync(
            db, RollupTables.OrgHourOfWeek, sums.OrgHoursOfWeek.OrderBy(l => (l.Key.WeekStart, l.Key.HourOfWeek)), cancellation);
    }

    // Without EF Core, which takes longer to make an entry than it takes to add it up (benchmark rollup).
    public async Task<IReadOnlyList<RollupQueueEntry>> TakeAsync(
        IServiceTrackerDb db, int? siteId, Guid? lastId, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = (siteId, lastId) switch
        {
            ({ }, { }) => Take("WHERE site_id = @site AND id <= @last"),
            ({ }, null) => Take("WHERE site_id = @site"),
            _ => Take(""),
        };
        Add("@site", siteId);
        Add("@last", lastId);
        var taken = new List<RollupQueueEntry>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            taken.Add(
                new RollupQueueEntry
                {
                    SiteId = reader.GetInt32(0),
                    Id = reader.GetGuid(1),
                    Count = reader.GetInt32(2),
                    Packed = reader.GetFieldValue<byte[]>(3),
                });
        return taken;

        static string Take(string which) => $"DELETE FROM rollup_queue {which} RETURNING site_id, id, count, packed";

        void Add(string name, object? value)
        {
            if (value is null) return;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    public async Task QueueForWatchAsync(
        IServiceTrackerDb db, IReadOnlyList<DetectionQueueEntry> entries, CancellationToken cancellation)
    {
        foreach (var e in entries)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO detection_queue (site_id, id, first_date, last_date, staff)
                VALUES ({e.SiteId}, {e.Id}, {e.FirstDate}, {e.LastDate}, {e.Staff})
                """,
                cancellation);
        }
    }

    public async Task AppendAsync(IServiceTrackerDb db, IReadOnlyList<ChangePage> pages, CancellationToken cancellation)
    {
        if (pages.Count == 0) return;
        var position = await db.ChangePages.MaxAsync(p => (long?)p.Position, cancellation) ?? 0;
        foreach (var some in pages.Chunk(PagesAtOnce))
        {
            var rows = string.Join(", ", some.Select((_, i) => $"({{{4 * i}}}, {{{4 * i + 1}}}, {{{4 * i + 2}}}, {{{4 * i + 3}}})"));
            var append = $"INSERT INTO change_page (position, site_id, count, packed) VALUES {rows}";
            await db.Database.ExecuteSqlRawAsync(
                append, [.. some.SelectMany(p => new object[] { ++position, p.SiteId, p.Count, p.Packed })], cancellation);
        }
    }

    // Many in one statement: an import may concern years of weeks at many sites.
    public async Task MarkWeeksAsync(
        IServiceTrackerDb db, IReadOnlyCollection<(int SiteId, DateOnly Monday)> weeks, DateTime utcNow, CancellationToken cancellation)
    {
        foreach (var some in weeks.Chunk(WeeksAtOnce))
        {
            var rows = string.Join(", ", some.Select((_, i) => $"({{{2 * i + 1}}}, {{{2 * i + 2}}}, 1, 0, {{0}})"));
            var mark = $"INSERT INTO site_week (site_id, week_start, changes, sealed_changes, changed_at) VALUES {rows} " +
                "ON CONFLICT (site_id, week_start) DO UPDATE SET changes = site_week.changes + 1, changed_at = excluded.changed_at";
            await db.Database.ExecuteSqlRawAsync(
                mark, [utcNow, .. some.SelectMany(w => new object[] { w.SiteId, w.Monday })], cancellation);
        }
    }

    public abstract Task FreeRoomAsync(IServiceTrackerDb db, CancellationToken cancellation);

    /// <summary>Adds lines to the stored ones of the same keys, in their order, and removes those in which nothing is left.</summary>
    protected abstract Task MergeAsync<TLine>(
        IServiceTrackerDb db, RollupTable<TLine> table, IReadOnlyList<TLine> lines, CancellationToken cancellation);

    private Task MergeAsync<TKey, TLine>(
        IServiceTrackerDb db, RollupTable<TLine> table, IEnumerable<KeyValuePair<TKey, TLine>> inOrder, CancellationToken cancellation) =>
        MergeAsync(db, table, [.. inOrder.Select(l => l.Value)], cancellation);

    /// <summary>A transaction that ends with its disposal.</summary>
    protected sealed class AloneTransaction(IDbContextTransaction transaction, Func<Task>? afterwards = null) : IAloneTransaction
    {
        public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            if (afterwards is not null) await afterwards();
        }
    }
}
