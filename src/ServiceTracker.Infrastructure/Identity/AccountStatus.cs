namespace ServiceTracker.Infrastructure.Identity;

/// <summary>Whether a person can come in.</summary>
public enum AccountStatus
{
    /// <summary>Not yet: the person has to choose a password by their link.</summary>
    Invited,
    Active,
    Disabled,
}
