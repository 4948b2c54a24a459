using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.People;

/// <summary>A person's first weeks of service, four at a time, beside those of others who had got through theirs before.</summary>
/// <param name="From">First day of service.</param>
/// <param name="Stretches">Four weeks each, the first ones first; only those that have begun.</param>
/// <param name="Others">How many others there are to compare with; the page says so where they are too few.</param>
public sealed record StartOfService(DateOnly From, IReadOnlyList<Stretch> Stretches, int Others)
{
    /// <summary>Weeks for which somebody is new, and weeks of each stretch.</summary>
    public const int Weeks = 24, WeeksOfStretch = 4;

    /// <summary>Puts weeks of service into stretches.</summary>
    /// <param name="from">First day of service.</param>
    /// <param name="own">Week of service (0 is the first), met and scored.</param>
    /// <param name="others">The same of others, each with a number of their own.</param>
    public static StartOfService Of(
        DateOnly from, IReadOnlyCollection<(int Week, long Met, long N)> own,
        IReadOnlyCollection<(int Person, int Week, long Met, long N)> others)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(others);
        var last = own.Where(w => w.N > 0 && w.Week is >= 0 and < Weeks).Select(w => w.Week).DefaultIfEmpty(-1).Max();
        var people = others.Select(o => o.Person).Distinct().Count();
        return new StartOfService(
            from,
            [
                .. Enumerable.Range(0, last < 0 ? 0 : last / WeeksOfStretch + 1).Select(s =>
                {
                    bool IsIn(int week) => week >= s * WeeksOfStretch && week < (s + 1) * WeeksOfStretch;
                    var mine = own.Where(w => IsIn(w.Week)).ToList();
                    var theirs = others.Where(w => IsIn(w.Week) && w.N > 0).ToList();
                    var isTold = theirs.Select(t => t.Person).Distinct().Count() >= BesideOthers.FewestOthers
                        && theirs.Sum(t => t.N) >= MinimumSample.Default;
                    return new Stretch(
                        s * WeeksOfStretch + 1, mine.Sum(w => w.Met), mine.Sum(w => w.N), isTold ? theirs.Sum(t => t.Met) : 0,
                        isTold ? theirs.Sum(t => t.N) : 0);
                }),
            ],
            people);
    }
}
