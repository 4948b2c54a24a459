using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>What the interactions an actor may see can be narrowed by.</summary>
/// <param name="Sites">Sites, by name.</param>
/// <param name="Staff">People of these sites, by name; none for a staff account.</param>
/// <param name="Channels">Channels, counter first.</param>
/// <param name="Basics">Every basic of a published baseline, as the newest words it.</param>
public sealed record InteractionChoices(
    IReadOnlyList<Site> Sites, IReadOnlyList<StaffMember> Staff, IReadOnlyList<Channel> Channels, IReadOnlyList<Expectation> Basics);

/// <summary>Finds the <see cref="InteractionChoices"/> of an actor.</summary>
public sealed class InteractionChoicesQuery(MasterDataReader masterData)
{
    /// <summary>The choices.</summary>
    public async Task<InteractionChoices> RunAsync(Actor actor, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        return new InteractionChoices(
            [.. actor.OfOwnSites(master.Sites.All).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)],
            [.. master.Staff.All.Where(p => actor.SeesEverybody && actor.Sees(p.HomeSiteId))
                .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)],
            [.. master.Channels.All.OrderBy(c => c.Kind)],
            [.. master.Baselines.Values.OrderByDescending(b => b.Number).SelectMany(b => b.Expectations).DistinctBy(e => e.Code)]);
    }
}
