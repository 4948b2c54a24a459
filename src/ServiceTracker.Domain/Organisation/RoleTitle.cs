namespace ServiceTracker.Domain.Organisation;

/// <summary>A role title that somebody has or had, numbered so that every interaction can keep it.</summary>
public sealed class RoleTitle
{
    public int Id { get; init; }

    /// <summary>In the business's own words.</summary>
    public required string Title { get; init; }
}
