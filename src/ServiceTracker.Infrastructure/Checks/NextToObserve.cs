using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Observing;
using ServiceTracker.Domain.Observing;

namespace ServiceTracker.Infrastructure.Checks;

/// <summary>
/// Says whom to observe next at a site. Nothing is kept of what was said: it is the draw of the day and of the number of observations that
/// the day has, so it stays the same over reload, device and restart until somebody is observed.
/// </summary>
public sealed class NextToObserve(ObservedPeopleQuery people, DrawSecret secret)
{
    /// <summary>How many are named beside the first, for when that one is not there.</summary>
    public const int MostInstead = 2;

    /// <summary>Whom to observe next.</summary>
    /// <param name="actor">Who observes.</param>
    /// <param name="site">Code of the site.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<DrawnPeople>> RunAsync(Actor actor, string? site, CancellationToken cancellation)
    {
        var (result, bytes) = (await people.RunAsync(actor, site, cancellation), await secret.GetAsync(cancellation));
        return result.To(found =>
        {
            var byId = found.People.ToDictionary(p => p.Who.Id);
            var order = ObservationDraw.Order(
                bytes, found.Site.Id, found.Date, found.Observations, byId.Values.Select(p => new Candidate(p.Who.Id, p.Seen)));
            return new DrawnPeople(found, [.. order.Take(1 + MostInstead).Select(c => byId[c.StaffId])]);
        });
    }
}
