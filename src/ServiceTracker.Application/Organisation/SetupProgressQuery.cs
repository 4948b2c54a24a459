using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Application.Organisation;

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
