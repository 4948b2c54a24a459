namespace ServiceTracker.Application.Imports;

/// <summary>
/// Tells an import that is under way from one whose program is gone: who takes it in holds a claim that ends with its process, however that
/// ends. Each kind of store has its own.
/// </summary>
public interface IImportClaims
{
    /// <summary>Claims an import; disposing gives the claim back.</summary>
    /// <returns>The claim, or null while somebody, here or elsewhere, has it.</returns>
    Task<IAsyncDisposable?> TryTakeAsync(Guid id, CancellationToken cancellation);
}
