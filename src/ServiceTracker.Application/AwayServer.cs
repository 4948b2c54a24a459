namespace ServiceTracker.Application;

/// <summary>A server of a spread store that does not answer.</summary>
/// <param name="Name">Host and port, as the store names it.</param>
/// <param name="SiteIds">Numbers of the sites whose interactions lie on it.</param>
public sealed record AwayServer(string Name, IReadOnlySet<int> SiteIds);
