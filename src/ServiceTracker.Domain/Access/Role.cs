namespace ServiceTracker.Domain.Access;

/// <summary>What a person or program is to the business. What each may do stands in <see cref="Permissions"/> alone.</summary>
public enum Role
{
    Admin,
    Manager,
    Ops,
    Staff,
}
