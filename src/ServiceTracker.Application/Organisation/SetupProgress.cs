using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Application.Organisation;

/// <summary>How far the first start has come.</summary>
/// <param name="HasSite">There is a site.</param>
/// <param name="HasChannels">There is a channel.</param>
/// <param name="HasPeople">There are staff members; they may also come later.</param>
/// <param name="Draft">Number of the newest draft of a baseline, where there is one.</param>
/// <param name="HasBaseline">A baseline is published.</param>
public sealed record SetupProgress(bool HasSite, bool HasChannels, bool HasPeople, int? Draft, bool HasBaseline)
{
    /// <summary>Interactions can be logged: people may be added at any time.</summary>
    public bool IsComplete => HasSite && HasChannels && HasBaseline;
}

/// <summary>Tells how far the first start has come.</summary>
public sealed class SetupProgressQuery(IServiceTrackerDb db)
{
    public async Task<SetupProgress> RunAsync(CancellationToken cancellation) => new(
        await db.Sites.AnyAsync(cancellation),
        await db.Channels.AnyAsync(cancellation),
        await db.Staff.AnyAsync(cancellation),
        await db.Baselines.Where(b => b.PublishedAt == null).MaxAsync(b => (int?)b.Number, cancellation),
        await db.Baselines.AnyAsync(b => b.PublishedAt != null, cancellation));
}
