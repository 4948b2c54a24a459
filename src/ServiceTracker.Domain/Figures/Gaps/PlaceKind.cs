namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>What a place is.</summary>
public enum PlaceKind
{
    Channel,
    Site,
}
