using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Observing;

/// <summary>Counts what others saw of the people of a site. What is counted is what <see cref="AgreementQuery"/> compares.</summary>
public sealed class ObservedPeopleQuery(
    IServiceTrackerDb db, ComparisonScope comparison, SourcesReader sources, BusinessToday today)
{
    /// <summary>The people of a site.</summary>
    /// <param name="actor">Who is to observe.</param>
    /// <param name="siteCode">Code of the site.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ObservedPeople>> RunAsync(Actor actor, string? siteCode, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.May(Permission.Observes)) return Refusal.Forbidden("Observing others is not part of this role.");
        if (string.IsNullOrWhiteSpace(siteCode)) return new FieldError("$.site", FieldError.Required, "Say which site.");
        return await comparison.AskAsync(
            actor, new FigureFilter { Site = siteCode }, (scope, master) => OfAsync(actor, scope, master, cancellation), cancellation);
    }

    private async Task<ObservedPeople> OfAsync(Actor actor, FigureScope scope, MasterData master, CancellationToken cancellation)
    {
        var site = scope.Site!;
        var pairs = await sources.PairsAsync(new FigureQuestion(actor, scope, Breakdown.None), master, cancellation);
        var seen = pairs.Where(p => p.Own.StaffId is not null).CountBy(p => p.Own.StaffId!.Value).ToDictionary();
        var (id, date) = (site.Id, today.Of(actor, master, site));
        var observations = await actor.Visible(db.Interactions.AsNoTracking()).CountAsync(
            i => i.SiteId == id && i.BusinessDate == date && (i.Source == Source.Observer || i.Source == Source.MysteryShop), cancellation);
        return new ObservedPeople(
            site, date, observations, pairs.Count,
            [
                .. master.Staff.All.Where(p => p.HomeSiteId == id && p.IsActiveOn(date) && !actor.Is(p.Id))
                    .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Code, StringComparer.Ordinal)
                    .Select(p => new ObservedPerson(p, seen.GetValueOrDefault(p.Id))),
            ]);
    }
}
