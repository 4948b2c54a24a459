namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>
/// Days on which a site is usually busy: days of the week on which, in the middle one of the weeks looked at, at least five interactions
/// were logged. So few come from chance alone on fewer than one day in a hundred where nobody fails to log (a Poisson count of mean 5 is 0
/// with a chance of 0.7 %).
/// </summary>
/// <param name="Days">How many there are.</param>
/// <param name="Logged">Those on which anything was logged.</param>
public readonly record struct BusyDays(int Days, int Logged)
{
    /// <summary>Fewest interactions of the middle week.</summary>
    public const int FewestUsually = 5;

    /// <summary>Those of some whole weeks, from the first in which anything was logged: before it there may have been no site.</summary>
    /// <param name="logged">Interactions that staff logged, by business date; days without any may be missing.</param>
    /// <param name="from">The first date, a Monday.</param>
    /// <param name="to">The last date, a Sunday.</param>
    public static BusyDays Of(IReadOnlyDictionary<DateOnly, long> logged, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var busy = default(BusyDays);
        while (from <= to && !Enumerable.Range(0, 7).Any(d => logged.GetValueOrDefault(from.AddDays(d)) > 0)) from = from.AddDays(7);
        for (var first = from; first < from.AddDays(7) && from <= to; first = first.AddDays(1))
        {
            var counts = new List<long>();
            for (var date = first; date <= to; date = date.AddDays(7)) counts.Add(logged.GetValueOrDefault(date));
            if (counts.Order().ElementAt(counts.Count / 2) >= FewestUsually)
                busy = new(busy.Days + counts.Count, busy.Logged + counts.Count(n => n > 0));
        }

        return busy;
    }
}
