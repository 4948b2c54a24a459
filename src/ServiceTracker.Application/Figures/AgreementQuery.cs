using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Figures;

/// <summary>Compares sources of evidence.</summary>
public sealed class AgreementQuery(ComparisonScope comparison, SourcesReader sources)
{
    /// <summary>
    /// What staff log against what others say of the same <see cref="Contact"/>: of several others, the one that is believed most.
    /// </summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<AgreementFigures>> RunAsync(Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, (scope, master) => OfAsync(actor, scope, master, cancellation), cancellation);

    /// <summary>The same of a scope; a staff account may ask about its own person alone.</summary>
    internal async Task<AgreementFigures> OfAsync(Actor actor, FigureScope scope, MasterData master, CancellationToken cancellation)
    {
        var question = new FigureQuestion(actor, scope, Breakdown.None);
        var pairs = await sources.PairsAsync(question, master, cancellation);
        var logged = await sources.LoggedAsync(question, cancellation);
        var basics = pairs.SelectMany(p => BasicsOf(p, master)).GroupBy(b => b.Code, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => SourcesReader.GapOf(g.Select(b => (b.Own, b.Other))));
        return new AgreementFigures(pairs.Count, SourcesReader.AllBasics(pairs), basics, LoggedCount.Gap(logged));
    }

    // Only basics that both say something of.
    private static IEnumerable<(string Code, bool Own, bool Other)> BasicsOf((Interaction Own, Interaction Other) pair, MasterData master)
    {
        var theirs = master.Baselines[pair.Other.Baseline];
        foreach (var expectation in master.Baselines[pair.Own.Baseline].Expectations)
        {
            if ((pair.Own.Na & expectation.Mask) != 0 || theirs.Find(expectation.Code) is not { } same
                || (pair.Other.Na & same.Mask) != 0) continue;
            yield return (expectation.Code, (pair.Own.Met & expectation.Mask) != 0, (pair.Other.Met & same.Mask) != 0);
        }
    }
}
