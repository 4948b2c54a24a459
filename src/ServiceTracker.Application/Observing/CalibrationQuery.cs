using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Observing;

/// <summary>Compares observers who saw the same contact.</summary>
public sealed class CalibrationQuery(ComparisonScope comparison, SourcesReader sources)
{
    /// <summary>By basic.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<CalibrationFigures>> RunAsync(Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, (scope, master) => OfAsync(actor, scope, master, cancellation), cancellation);

    private async Task<CalibrationFigures> OfAsync(Actor actor, FigureScope scope, MasterData master, CancellationToken cancellation)
    {
        var contacts = await sources.ContactsAsync(new FigureQuestion(actor, scope, Breakdown.None), master, cancellation);
        var seen = contacts.Select(c => c.Where(i => i.Source == Source.Observer).ToList()).Where(c => c.Count > 1).ToList();
        return new CalibrationFigures(
            seen.Count,
            seen.SelectMany(c => AnswersTo(c, master)).GroupBy(a => a.Code, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => ObserverAgreement.Of(g.Select(a => (a.Met, a.Missed))), StringComparer.Ordinal));
    }

    // By the codes of the basics: two observers may have entered a contact by two baselines.
    private static IEnumerable<(string Code, int Met, int Missed)> AnswersTo(List<Interaction> observers, MasterData master) =>
        observers.SelectMany(o => master.Baselines[o.Baseline].Expectations.Where(e => (o.Na & e.Mask) == 0)
                .Select(e => (e.Code, IsMet: (o.Met & e.Mask) != 0)))
            .GroupBy(a => a.Code, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => (g.Key, g.Count(a => a.IsMet), g.Count(a => !a.IsMet)));
}
