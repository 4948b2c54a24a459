using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>What became of a try to sign in.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The person is who they say; their session is stored.</summary>
    public sealed record In(Account Account, AccountSession Session) : SignInOutcome;

    /// <summary>E-mail and password do not belong together, or the account may not come in; which of them is not told.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many wrong tries; the password was not looked at.</summary>
    public sealed record TooMany(TimeSpan Wait) : SignInOutcome;
}
