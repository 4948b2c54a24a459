namespace ServiceTracker.Domain.Organisation;

/// <summary>A code that somebody had, or another one had who turned out to be the same person. It keeps leading to them and is nobody
/// else's.</summary>
public sealed class FormerStaffCode
{
    public required string Code { get; init; }
    public int StaffId { get; set; }
}
