using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Application.Figures;

/// <summary>The weeks of a unit, and how it stands.</summary>
/// <param name="Chart">Its weekly consistency rate up to and including the week.</param>
/// <param name="Standing">Its class at the end of that week, with the reason; null where it is no unit of the watch, or not for the asker
/// to know.</param>
public sealed record UnitReading(UnitChart Chart, Standing? Standing);
