namespace ServiceTracker.Domain.Organisation;

/// <summary>A person who serves. May serve at any site; a leaver keeps their history.</summary>
public sealed class StaffMember
{
    public int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }
    public int HomeSiteId { get; set; }

    /// <summary>Usual team at the home site.</summary>
    public int? HomeTeamId { get; set; }

    /// <summary>What the person does, in the business's own words.</summary>
    public string? RoleTitle { get; set; }

    /// <summary>First day of service; absent means always.</summary>
    public DateOnly? ActiveFrom { get; set; }

    /// <summary>Last day of service; absent means still here.</summary>
    public DateOnly? ActiveTo { get; set; }

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether interactions of this business date may be theirs. Both ends count.</summary>
    public bool IsActiveOn(DateOnly date) => !(date < ActiveFrom) && !(date > ActiveTo);
}
