using ServiceTracker.Domain.Access;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>What is to be different about an account; what is absent stays.</summary>
public sealed record AccountChange
{
    public string? Name { get; init; }
    public Role? Role { get; init; }

    /// <summary>The sites, where they change: null inside means every site.</summary>
    public Changed<int[]>? Sites { get; init; }

    /// <summary>The staff member, where it changes: null inside means none.</summary>
    public Changed<int?>? Staff { get; init; }

    public bool? Disabled { get; init; }
}
