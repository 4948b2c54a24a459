namespace ServiceTracker.Infrastructure.Jobs;

/// <summary>Work that comes round again. One instance lives as long as the program, and its turns never overlap.</summary>
internal interface IJob
{
    /// <summary>Does what waits, or a portion of it.</summary>
    /// <param name="services">Services for this turn alone.</param>
    /// <param name="cancellation">The end of the program.</param>
    /// <returns>Whether so much more waits that a further turn follows at once.</returns>
    Task<bool> RunAsync(IServiceProvider services, CancellationToken cancellation);
}
