using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Reads what it takes to tell whose weeks swing.</summary>
public sealed class SwingsReader(RollupQuery rollups)
{
    /// <summary>The swings over the weeks of a question.</summary>
    /// <param name="question">Of whole weeks.</param>
    /// <param name="rates">Its answer.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task<PeopleSwings> OfAsync(FigureQuestion question, WeeklyRates rates, CancellationToken cancellation)
    {
        var own = new PeopleSwings(rates.Counts);
        // Of everybody, the colleagues are there already; of nobody, none are needed.
        if (question.Scope.Staff is not { } staff || (question.Scope.Site?.Id ?? own.MainSiteOf(staff.Id)) is not { } site) return own;
        // Colleagues' weeks are read whoever asks, so that a person's class is the same for them and for their manager. All that a person
        // learns of colleagues by it is whether their own weeks swing more.
        var scope = question.Scope;
        return new PeopleSwings(await rollups.StaffWeekCountsAsync(
            Actor.CommandLine, IsoWeek.Of(scope.From), IsoWeek.Of(scope.To), new Unit(SiteId: site, ChannelId: scope.Channel?.Id),
            cancellation));
    }
}
