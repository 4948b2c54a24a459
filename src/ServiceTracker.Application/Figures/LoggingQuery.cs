using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>Compares each person's quick logs with their own full checks.</summary>
public sealed class LoggingQuery(ComparisonScope comparison, SourcesReader sources)
{
    /// <summary>Everybody's, by number of the person.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<IReadOnlyList<PersonLogging>>> RunAsync(Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, (scope, _) => OfAsync(actor, scope, cancellation), cancellation);

    /// <summary>The same over the weeks in which people are compared; null where it is not this actor's to ask.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="week">The last of the weeks.</param>
    /// <param name="site">Only this site, or all of theirs.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<PersonLogging>?> UpToAsync(Actor actor, IsoWeek week, Site? site, CancellationToken cancellation)
    {
        var from = week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday;
        return (await RunAsync(actor, new FigureFilter { From = from, To = week.Sunday, Site = site?.Code }, cancellation)).Given();
    }

    /// <summary>The same of a scope; a staff account may ask about its own person alone.</summary>
    internal async Task<IReadOnlyList<PersonLogging>> OfAsync(Actor actor, FigureScope scope, CancellationToken cancellation) =>
        PersonLogging.Of(await sources.LoggedByPersonAsync(new FigureQuestion(actor, scope, Breakdown.None), cancellation));
}
