using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>A link by which a person chooses their password, once.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Secret">The part that nobody can guess; it is stored hashed and cannot be shown again.</param>
/// <param name="EndsAt">When it is worth nothing any more.</param>
public sealed record AccountLink(Account Account, string Secret, DateTimeOffset EndsAt)
{
    /// <summary>The address of the page behind it, from the server's root.</summary>
    public string Path => "/welcome?link=" + Secret;
}
