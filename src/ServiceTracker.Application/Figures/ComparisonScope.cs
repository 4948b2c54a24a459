using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>What comparisons are about: by default the last twelve weeks, and only for who sees everybody's figures.</summary>
public sealed class ComparisonScope(
    IServiceTrackerDb db, IRollupStore store, PeopleInSight people, RollupUpdate update, MasterDataReader masterData, BusinessToday today)
{
    private const int DefaultDays = 84;

    /// <summary>Asks a comparison, or refuses it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">About what, as it was asked.</param>
    /// <param name="ask">Given the scope and what its codes refer to.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<Result<T>> AskAsync<T>(
        Actor actor, FigureFilter filter, Func<FigureScope, MasterData, Task<T>> ask, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) return Refusal.Forbidden("Comparisons name everybody; a staff account has its own figures.");
        await update.SettleAsync(actor, cancellation);
        // Of one moment, so that everything that is compared is there under the name it has.
        await using var snapshot = await store.BeginSnapshotAsync(db, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        var scope = await FigureScope.OfAsync(
            people, actor, filter, master, site => IsoWeek.Of(today.Of(actor, master, site)).Sunday, DefaultDays, errors, cancellation);
        if (scope is null) return Refusal.Invalid(errors);
        return new Result<T>.Ok(await ask(scope, master));
    }
}
