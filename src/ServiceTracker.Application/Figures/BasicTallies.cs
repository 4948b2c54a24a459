using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Application.Figures;

/// <summary>Counts of single basics, added up over baselines: a basic keeps its code from one to the next.</summary>
/// <typeparam name="TKey">What else they are kept apart by.</typeparam>
/// <param name="master">The baselines.</param>
/// <param name="viewpoint">Whose figures these are.</param>
internal sealed class BasicTallies<TKey>(MasterData master, Viewpoint viewpoint)
    where TKey : notnull
{
    private readonly Dictionary<(TKey Key, string Basic), ExpectationTally> tallies = [];

    /// <summary>Those that were applicable at least once.</summary>
    public IEnumerable<(TKey Key, string Basic, ExpectationTally Tally)> Applicable =>
        tallies.Where(t => t.Value.Applicable > 0).Select(t => (t.Key.Key, t.Key.Basic, t.Value));

    /// <summary>Adds every basic of some sums.</summary>
    /// <param name="key">Where they belong.</param>
    /// <param name="baseline">Number of the baseline of these sums.</param>
    /// <param name="sums">With the numbers of each basic.</param>
    public void Add(TKey key, int baseline, FigureSums sums)
    {
        var asked = master.Baselines[baseline];
        foreach (var expectation in asked.Expectations)
        {
            var place = (key, expectation.Code);
            if (!tallies.TryGetValue(place, out var tally)) tallies.Add(place, tally = new ExpectationTally(viewpoint));
            tally.Add(sums.TallyOf(asked, expectation, viewpoint));
        }
    }

    /// <summary>The counts of a basic; null where no baseline of this key has it.</summary>
    public ExpectationTally? Find(TKey key, string basic) => tallies.GetValueOrDefault((key, basic));
}
