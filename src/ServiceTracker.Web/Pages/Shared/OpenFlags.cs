using System.Data.Common;
using System.Security.Claims;
using ServiceTracker.Application.Flags;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>The number beside "Flags" in the main navigation.</summary>
public sealed class OpenFlags(FlagListQuery flags)
{
    /// <summary>How many open flags the user sees; 0 for somebody who is not signed in.</summary>
    public async Task<int> CountAsync(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (ActorClaims.RoleOf(user) is null) return 0;
        try
        {
            return await flags.CountOpenAsync(user.ToActor(), cancellation);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException { InnerException: DbException })
        {
            // The page itself is made already, and is worth more than a number.
            return 0;
        }
    }
}
