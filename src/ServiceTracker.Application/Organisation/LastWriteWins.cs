namespace ServiceTracker.Application.Organisation;

/// <summary>
/// Saves what nobody's version stands against. Where two save the same at once and neither asked for a version, the second is saved on top
/// of the first, as it would have been a moment later.
/// </summary>
public sealed class LastWriteWins(IServiceTrackerDb db)
{
    /// <summary>Saves, and once more when somebody else came between.</summary>
    /// <param name="version">The version that was asked for; with one there is no second time.</param>
    /// <param name="save">Reads what there is and saves.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<T>> RunAsync<T>(int? version, Func<Task<Result<T>>> save, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(save);
        var saved = await save();
        if (version is not null || saved is not (Result<T>.Stale or Result<T>.Conflict) || db.Database.CurrentTransaction is not null)
            return saved;
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Everybody who changes master data waits here, so that nobody comes between again.
        await MasterDataChanges.TakeTurnAsync(db, cancellation);
        saved = await save();
        if (saved is Result<T>.Ok) await transaction.CommitAsync(cancellation);
        return saved;
    }
}
