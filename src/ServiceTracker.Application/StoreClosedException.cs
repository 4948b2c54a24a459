using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Application;

/// <summary>Nothing is written to a store that is damaged or was opened for reading alone: it is not even tried.</summary>
/// <param name="trouble">Why.</param>
public sealed class StoreClosedException(StoreTrouble trouble) : DbUpdateException(trouble.Sentence())
{
    /// <summary>Why.</summary>
    public StoreTrouble Trouble => trouble;
}
