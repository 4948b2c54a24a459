namespace ServiceTracker.Domain.Organisation;

/// <summary>A group within a site. An interaction keeps the team it was served in.</summary>
public sealed class Team
{
    public int SiteId { get; init; }

    /// <summary>Counts within the site, from 1.</summary>
    public int Id { get; init; }

    public required string Code { get; init; }
    public required string Name { get; set; }

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;
}
