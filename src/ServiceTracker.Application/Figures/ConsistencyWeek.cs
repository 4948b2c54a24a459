using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>One week's figures, ready to be broken down.</summary>
public sealed class ConsistencyWeek
{
    private readonly IReadOnlyList<BaselineTerm> terms;
    private readonly IReadOnlyList<(LineKey Key, FigureSums Sums)> lines;
    private readonly WeeklyRates rates;
    private readonly UnitStandings? standings;
    private readonly ShownFigures? others;

    // For a staff account the lines are its own person's, and others are what it is shown of everybody together.
    internal ConsistencyWeek(
        IsoWeek week, IReadOnlyList<BaselineTerm> terms, IReadOnlyList<(LineKey Key, FigureSums Sums)> lines, WeeklyRates rates,
        UnitStandings? standings, ShownFigures? others)
    {
        (Week, this.terms, this.lines, this.rates, this.standings, this.others) = (week, terms, lines, rates, standings, others);
    }

    /// <summary>The week.</summary>
    public IsoWeek Week { get; }

    /// <summary>Every unit of a breakdown that had an interaction in the week, in no particular order.</summary>
    public IReadOnlyList<UnitWeek> By(Breakdown by)
    {
        var ofOthers = by.HasFlag(Breakdown.Staff) ? null : others;
        var parts = ofOthers is null
            ? lines.Select(l => (l.Key.Unit, l.Sums))
            : ofOthers.Weekly(by).Where(l => l.WeekStart == Week.Monday).Select(l => (Unit: RollupQuery.UnitOf(l), Sums: (FigureSums)l));
        var tallies = new Dictionary<Unit, ConsistencyTally>();
        foreach (var (whole, figures) in parts)
        {
            var unit = whole.Reduce(by);
            if (!tallies.TryGetValue(unit, out var tally)) tallies.Add(unit, tally = new ConsistencyTally(by.Viewpoint()));
            tally.Add(figures);
        }

        var sums = (ofOthers is null ? rates : new WeeklyRates(ofOthers.Counts(by))).Sum(by, by.Viewpoint());
        // What still waits may take out all that is stored.
        return [.. tallies.Where(t => t.Value.Interactions + t.Value.Excluded > 0).Select(t =>
            new UnitWeek(t.Key, t.Value, new UnitReading(
                sums.ChartOf(t.Key, Week, UnitChart.DefaultWeeks, terms), ofOthers is null ? standings?.Find(t.Key, by) : null)))];
    }
}
