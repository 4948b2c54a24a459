using ServiceTracker.Application.Complaints;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Imports;

/// <summary>The two passes over the rows of a file, a thousand at once: one says what is wrong, the other one stores.</summary>
public sealed class ImportPasses(InteractionWriter writer, StoredRetries retries, RollupUpdate rollups, TimeProvider clock)
{
    /// <summary>Most errors that are kept of one import; further ones are only counted.</summary>
    public const int MaxErrorsKept = 100_000;

    private const int RowsAtOnce = 1000;

    // Lines of rollups kept in memory, at about half a kilobyte each, and changes, at some twenty bytes.
    private const int MostSums = 50_000, MostChanges = 1_000_000;

    /// <summary>The first pass: says what is wrong with every row, and tells <paramref name="missing"/> which rows can be stored.</summary>
    /// <returns>The errors, of which no more than <see cref="MaxErrorsKept"/> are kept, and whether the file was read to its end.</returns>
    internal async Task<(List<ImportError> Errors, bool IsWhole)> CheckAsync(
        ImportJob job, MissingReferences missing, CancellationToken cancellation)
    {
        var errors = new List<ImportError>();
        var isWhole = true;
        var master = missing.Added();
        var intake = new InteractionIntake(master, job.Actor, clock.GetUtcNow().UtcDateTime, job.Run.Id);
        await foreach (var rows in ReadAhead.Of(job.Rows(master).Chunk(RowsAtOnce), cancellation))
        {
            var bad = new List<(ImportRow Row, IReadOnlyList<CellError> Errors)>();
            foreach (var row in rows)
            {
                var wrong = job.Check(master, missing, intake, row);
                if (wrong.Count > 0) bad.Add((row, wrong));
                else missing.Use(row.Entry!);
            }

            foreach (var (row, wrong) in await NotStoredAsync(job, bad, master, cancellation))
            {
                job.Run.Rejected++;
                // Where reading ended is told first: it may stand behind more errors than anybody reads.
                if (row.EndsReading) errors.InsertRange(0, job.ErrorsOf(row.Line, wrong));
                else errors.AddRange(job.ErrorsOf(row.Line, wrong).Take(MaxErrorsKept - errors.Count));
                isWhole &= !row.EndsReading;
            }

            job.Run.Rows += rows.Length;
        }

        return (errors, isWhole);
    }

    /// <summary>The second pass: stores the rows that can be stored, in the transaction that is open.</summary>
    /// <returns>What is wrong with the others, of which no more than <see cref="MaxErrorsKept"/> are kept.</returns>
    internal async Task<List<ImportError>> StoreAsync(
        ImportJob job, MasterData master, MissingReferences missing, CancellationToken cancellation)
    {
        var run = job.Run;
        var errors = new List<ImportError>();
        var intake = new InteractionIntake(master, job.Actor, clock.GetUtcNow().UtcDateTime, run.Id);
        var (sums, changes) = (Sums(master), new ChangePages());
        await foreach (var (records, lines, bad) in ReadAhead.Of(
            job.Rows(master).Chunk(RowsAtOnce).Select(c => job.Judged(master, missing, intake, c)), cancellation))
        {
            var found = new List<ImportError>();
            var rejected = await NotStoredAsync(job, bad, master, cancellation);
            run.Duplicates += bad.Count - rejected.Count;
            foreach (var (row, wrong) in rejected)
            {
                run.Rejected++;
                found.AddRange(job.ErrorsOf(row.Line, wrong));
            }

            var outcomes = records.Count == 0 ? [] : await writer.WriteAsync(records, sums, cancellation);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i].Status == WriteStatus.Stored)
                {
                    run.Stored++;
                    changes.Add(ChangeOf(records[i].Interaction));
                    job.HasRowsWithoutKey |= records[i] is { HasGivenId: false, Interaction.ExternalId: null };
                }
                else if (outcomes[i].Status == WriteStatus.Same) run.Duplicates++;
                else
                {
                    run.Rejected++;
                    found.Add(job.ErrorOf(lines[i], job.Conflict(master)));
                }
            }

            errors.AddRange(found.OrderBy(e => e.Line).Take(MaxErrorsKept - errors.Count));
            // A file of many years and people must not fill the memory.
            if (sums.Lines < MostSums && changes.Count < MostChanges) continue;
            await rollups.MergeAsync(sums, [], changes, cancellation);
            (sums, changes) = (Sums(master), new ChangePages());
        }

        await rollups.MergeAsync(sums, [], changes, cancellation);
        return errors;
    }

    private RollupSums Sums(MasterData master) =>
        new(master.Baselines, FollowBadContacts.Watch(master, clock.GetUtcNow().UtcDateTime));

    private static ChangedInteraction ChangeOf(Interaction i) => new(ChangeKind.Created, i.RecordedAt, i.SiteId, i.Id);

    // Rows that are there already were judged when they came first. As they are in the file they are duplicates, with other content they
    // contradict.
    private async Task<List<(ImportRow Row, IReadOnlyList<CellError> Errors)>> NotStoredAsync(
        ImportJob job, List<(ImportRow Row, IReadOnlyList<CellError> Errors)> bad, MasterData master, CancellationToken cancellation)
    {
        var readable = bad.Index().Where(b => b.Item.Row is { Entry: not null, Errors.Count: 0 }).ToList();
        if (readable.Count == 0) return bad;
        var found = await retries.FindAsync(job.Actor, [.. readable.Select(b => b.Item.Row.Entry!)], master, cancellation);
        var stored = found.ToDictionary(f => readable[f.Key].Index, f => f.Value.IsSame);
        var others = bad.Index().Where(b => !stored.GetValueOrDefault(b.Index));
        return [.. others.Select(b => stored.ContainsKey(b.Index) ? (b.Item.Row, [job.Conflict(master)]) : b.Item)];
    }
}
