using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Application.Imports;

/// <summary>Keeps what was wrong with a file.</summary>
internal static class KeptErrors
{
    private const int AtOnce = 1000;

    /// <summary>Stores errors in the order given, some at a time; the context forgets them.</summary>
    public static async Task AddAsync(IServiceTrackerDb db, List<ImportError> errors, CancellationToken cancellation)
    {
        var position = 0;
        foreach (var some in errors.Chunk(AtOnce))
        {
            db.ImportErrors.AddRange(some.Select(e => new ImportError
            {
                ImportId = e.ImportId,
                Position = position++,
                Line = e.Line,
                Column = e.Column,
                Code = e.Code,
                Message = e.Message,
                SameAs = e.SameAs,
                Value = e.Value,
                Row = e.Row,
            }));
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }
}
