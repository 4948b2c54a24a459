using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>How a week stands at a site.</summary>
/// <param name="Site">The site.</param>
/// <param name="Revision">The newest revision; null: it was never sealed and is served live.</param>
/// <param name="IsChanged">What it holds changed since it was sealed.</param>
/// <param name="DueAt">UTC instant at which it is sealed, or sealed anew; null where nothing waits for it.</param>
public sealed record WeekState(Site Site, int? Revision, bool IsChanged, DateTime? DueAt)
{
    /// <summary>live, sealed or changed.</summary>
    public string Word => Revision is null ? "live" : IsChanged ? "changed" : "sealed";
}
