using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Expectations;

/// <summary>The interactions that lie on the dates of a baseline.</summary>
internal static class CoveredInteractions
{
    /// <summary>Those that it scores once it is published, or that keep it from being published.</summary>
    /// <param name="db">Where they are stored.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="all">All others; drafts among them do not matter.</param>
    public static IQueryable<Interaction> Of(IServiceTrackerDb db, Baseline baseline, IEnumerable<Baseline> all)
    {
        var (from, before) = baseline.DatesCovered(all);
        var covered = db.Interactions.Where(i => i.BusinessDate >= from);
        return before is { } end ? covered.Where(i => i.BusinessDate < end) : covered;
    }
}
