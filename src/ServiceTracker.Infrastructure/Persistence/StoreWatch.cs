using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using ServiceTracker.Application;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Tells <see cref="StoreState"/> how commands of EF Core and their transactions end, and lets nothing be written to a store
/// that is damaged or open for reading alone.</summary>
internal sealed class StoreWatch(StoreState state) : IDbCommandInterceptor, IDbTransactionInterceptor, ISaveChangesInterceptor
{
    // Inside a transaction nothing is kept before its end, and not every transaction that ends has written.
    private readonly ConditionalWeakTable<DbTransaction, object> written = [];

    public void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Note(eventData.Exception);

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default) =>
        Told(eventData.Exception);

    public void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => Note(eventData.Exception);

    public Task TransactionFailedAsync(
        DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default) =>
        Told(eventData.Exception);

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        if (written.TryGetValue(transaction, out _)) state.Wrote();
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        state.Closed is { } trouble ? throw new StoreClosedException(trouble) : result;

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavingChanges(eventData, result));

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        if (result == 0) return result;
        if (eventData.Context?.Database.CurrentTransaction is { } transaction) written.TryAdd(transaction.GetDbTransaction(), state);
        else state.Wrote();
        return result;
    }

    public ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(SavedChanges(eventData, result));

    // What passes by itself is for whoever gives up on it to note: a single question may have asked too much.
    private void Note(Exception exception)
    {
        var trouble = StoreFailure.Of(exception);
        if (!trouble.MayPass()) state.Failed(trouble);
    }

    private Task Told(Exception exception)
    {
        Note(exception);
        return Task.CompletedTask;
    }
}
