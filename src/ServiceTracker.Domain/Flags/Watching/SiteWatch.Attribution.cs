using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

// Is it the person or the channel? Days are taken again from a kept one before the change, on a watch of its own.
public sealed partial class SiteWatch
{
    private CarryTrial? trial;
    private IReadOnlySet<int> leftOut = new HashSet<int>();
    private double share = 1;

    /// <summary>From the next day on it is found out whether a person carries a signal against what everybody else shows.</summary>
    /// <param name="staffId">The person.</param>
    /// <param name="signal">What their detector told.</param>
    public void Try(int staffId, DetectorSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        trial = new CarryTrial(staffId, signal.Since, signal.Label);
    }

    /// <summary>Whether the person that is tried carries it, by the days taken since.</summary>
    /// <exception cref="InvalidOperationException">Nobody is tried.</exception>
    public bool Carries() => (trial ?? throw new InvalidOperationException("Nobody is tried.")).Carries();

    /// <summary>From the next day on the site and its channels are watched without some people: with fewer interactions a year, so with a
    /// lower threshold for the same budget.</summary>
    /// <param name="people">Those left out.</param>
    public void LeaveOut(IReadOnlySet<int> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        leftOut = people;
        var all = PerYearOf(_ => true);
        share = all > 0 ? PerYearOf(id => !people.Contains(id)) / all : 1;
    }

    /// <summary>The terms under which a person, or the site without those who are left out, is judged.</summary>
    internal DetectorTerms WithoutLeftOut(DetectorTerms whole, PersonWatch person) =>
        person.Id == Everybody && leftOut.Count > 0 ? whole with { Threshold = whole.Threshold * share } : whole;

    private double PerYearOf(Func<int, bool> which) => people.Values.Where(p => p.Id != Everybody && which(p.Id))
        .Sum(p => Threshold.PerYear(WeeksOf(p)) ?? 0);
}
