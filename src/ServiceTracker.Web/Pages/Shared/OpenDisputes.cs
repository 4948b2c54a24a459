using System.Data.Common;
using System.Security.Claims;
using ServiceTracker.Application.Disputes;
using ServiceTracker.Infrastructure.Access;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>The number beside "Disputes" in the main navigation.</summary>
public sealed class OpenDisputes(DisputeListQuery disputes)
{
    /// <summary>How many disputes wait for a ruling at the user's sites; 0 for whoever does not rule.</summary>
    public async Task<int> CountAsync(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (ActorClaims.RoleOf(user) is null) return 0;
        try
        {
            return await disputes.CountOpenAsync(user.ToActor(), cancellation);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException { InnerException: DbException })
        {
            // The page itself is made already, and is worth more than a number.
            return 0;
        }
    }
}
