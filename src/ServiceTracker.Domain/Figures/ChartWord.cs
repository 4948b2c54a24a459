namespace ServiceTracker.Domain.Figures;

/// <summary>What one chart among many says, in a word and a sign.</summary>
/// <param name="Text">One or a few words, such as "Slipping" or "As usual".</param>
/// <param name="Signal">Whether it speaks, and which way; none where it is quiet.</param>
public readonly record struct ChartWord(string Text, Signal Signal)
{
    /// <summary>Somebody should read it first.</summary>
    public bool Speaks => Signal != Signal.None;

    /// <summary>
    /// The word of a chart: the unit's class where that is other than usual, else that a flag is open, else what the latest week is marked
    /// with, else how quiet it is.
    /// </summary>
    /// <param name="standing">How the unit stands; null where it is no unit of the watch.</param>
    /// <param name="flagged">Which way its open flag points; none where no flag is open.</param>
    /// <param name="chart">Its weeks.</param>
    /// <param name="isPerson">
    /// It is a person's, whose weeks also fall with their channel and site: a marked week alone says nothing of the person.
    /// </param>
    public static ChartWord Of(Standing? standing, Signal flagged, UnitChart chart, bool isPerson = false)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var latest = isPerson || chart.Points.Count == 0 ? Signal.None : chart.Points[^1].Signal;
        return (standing, flagged, latest) switch
        {
            ({ Signal: not Signal.None } s, _, _) => new(s.Word, s.Signal),
            (_, not Signal.None, _) => new("Open flag", flagged),
            (_, _, Signal.Concern) => new("Concern", latest),
            (_, _, Signal.Improvement) => new("Improvement", latest),
            ({ } s, _, _) => new(s.Word, Signal.None),
            _ => new(chart.HasRange ? "As usual" : Standing.TooFew, Signal.None),
        };
    }
}
