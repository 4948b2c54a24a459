namespace ServiceTracker.Domain.Figures;

/// <summary>Whose figures are counted: they differ only in observations under dispute or excused.</summary>
public enum Viewpoint
{
    /// <summary>A person's figures: a held or excused observation is not applicable.</summary>
    Person,

    /// <summary>What customers got from a channel, site, team or basic: a held or excused observation is a miss.</summary>
    Process,
}
