using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>Steps that the program itself takes on flags: it closes what later data say is over, and opens what came back.</summary>
public sealed class ProgramSteps(IServiceTrackerDb db)
{
    /// <summary>Takes a step; the next <c>SaveChanges</c> stores it.</summary>
    internal void Take(Flag flag, FlagStatus to, DateTime now, string reason)
    {
        db.FlagEvents.Add(new FlagEvent
        {
            SiteId = flag.SiteId,
            FlagId = flag.Id,
            Position = 1 + db.FlagEvents.Count(e => e.SiteId == flag.SiteId && e.FlagId == flag.Id)
                + db.FlagEvents.Local.Count(e => e.FlagId == flag.Id && db.FlagEvents.Entry(e).State == EntityState.Added),
            At = now,
            By = FlagEvent.Program,
            ByName = FlagEvent.Program,
            From = flag.Status,
            To = to,
            Reason = reason,
            Confirmed = to == FlagStatus.Closed,
        });
        flag.Version++;
        flag.Status = to;
        flag.ClosedAt = to == FlagStatus.Closed ? now : null;
        if (to != FlagStatus.Closed) flag.ClosedOn = null;
    }

    /// <summary>Closes a flag by what says that it is over, or opens it again where nothing does any more.</summary>
    internal void Close(Flag flag, FlagConfirmation? over, DateTime now)
    {
        if (over is null && flag.Status == FlagStatus.Closed)
            Take(flag, FlagStatus.New, now, "What confirmed that it was over no longer does.");
        if (over is null || flag.ClosedOn == over.On) return;
        Take(flag, FlagStatus.Closed, now, over.Sentence);
        flag.ClosedOn = over.On;
    }

    /// <summary>The flags of a site on which people took a step.</summary>
    internal async Task<HashSet<Guid>> WorkedOnAsync(int site, CancellationToken cancellation) =>
        (await db.FlagEvents.Where(e => e.SiteId == site && e.By != FlagEvent.Program).Select(e => e.FlagId).Distinct()
            .ToListAsync(cancellation)).ToHashSet();
}
