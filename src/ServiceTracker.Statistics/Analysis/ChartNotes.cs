using System.Globalization;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Statistics.Analysis;

/// <summary>Says in words what the lines of a chart do not show.</summary>
internal static class ChartNotes
{
    // Above this chance of a false signal per point (0.0027 for a normal statistic) a reader is told.
    private const double UsualFalseSignals = 0.01;

    // Sizes that can be counted: at least one, and no more than leave the chance computable. Where n is that large nothing needs to be
    // said.
    private const double MostCounted = 1e9;

    /// <summary>Code of the note on gaps.</summary>
    public const string Gap = "gap";

    /// <summary>The notes on a chart.</summary>
    /// <param name="series">What was charted.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="still">The parts whose baseline does not vary.</param>
    public static List<ChartNote> On(ChartSeries series, ControlChart chart, bool[] still)
    {
        var notes = new List<ChartNote>();
        for (var part = 0; part < chart.Parts.Count; part++)
        {
            void Note(string code, string sentence) => notes.Add(new ChartNote(code, sentence, part));
            var stretch = chart.Parts[part];
            if (still[part])
                Note(
                    "no-variation-yet",
                    "No variation yet: the values that make the limits are all the same, so no limit can call a value unusual.");
            else if (chart.Kind != ChartKind.Run) NoteLimits(stretch.BaselineCount, Note);
            foreach (var safeguard in stretch.Safeguards) NoteSafeguard(safeguard, Note);
            if (!still[part]) NoteCuts(chart, stretch, Note);
            if (chart.Kind == ChartKind.P
                && BinomialDispersion.Of(series.BaselineCounts(stretch)) is { IsMoreThanChance: true, TaroneZ: var z })
                Note(
                    "over-dispersed",
                    $"The periods differ by more than chance (Tarone Z {z:0.0}): " +
                    "a p′ chart allows for what differs from period to period.");
        }

        var gaps = chart.Points.Count(x => x.IsGap) - (chart.Kind == ChartKind.MovingRange ? chart.Parts.Count : 0);
        if (gaps > 0)
            notes.Add(new ChartNote(
                Gap, $"{Number(gaps, "period")} without data: a gap has no point, runs go on over it, moving ranges do not."));
        if (chart.Kind == ChartKind.Run)
            notes.Add(new ChartNote("no-limits", "A run chart has no limits: only runs and trends are judged."));
        if (chart.Points.Any(x => !x.IsGap && double.IsNaN(x.Upper)) && chart.Kind != ChartKind.Run)
            notes.Add(new ChartNote("point-without-limits", "Some points have no limits: a spread needs at least two values."));
        if (chart.Kind == ChartKind.P
            && Array.FindLastIndex([.. chart.Points], x => !x.IsGap && !double.IsNaN(x.Centre)) is >= 0 and var last
            && !still[chart.Points[last].Part] && series.Size(last) is >= 1 and <= MostCounted and var size)
        {
            var chance = ProportionChart.FalseSignalChance(Math.Clamp(chart.Points[last].Centre, 0, 1), (long)Math.Round(size));
            if (chance > UsualFalseSignals)
                notes.Add(new ChartNote(
                    "small-n",
                    $"With {size.ToString("0", CultureInfo.InvariantCulture)} in the last point, 1 point in {Math.Round(1 / chance):0} " +
                    "is beyond the limits by chance alone (1 in 370 where n is large)."));
        }

        return notes;
    }

    private static void NoteLimits(int points, Action<string, string> note)
    {
        if (points < ChartAnalysis.FewestPoints)
            note("trial-limits", $"Trial limits: they are made from {Number(points, "point")}, {ChartAnalysis.FewestPoints} are needed.");
        else if (points < ChartAnalysis.FewestPointsForFinalLimits)
            note(
                "limits-provisional",
                $"Limits provisional: they are made from {points} points, {ChartAnalysis.FewestPointsForFinalLimits} make them firm.");
    }

    private static void NoteSafeguard(Safeguard safeguard, Action<string, string> note)
    {
        switch (safeguard)
        {
            case Safeguard.UnscreenedRanges:
                note("unscreened-ranges", "Nearly all neighbours are equal, so the few differences were not left out as outliers.");
                break;
            case Safeguard.ShrunkenRate:
                note(
                    "shrunken-rate",
                    "Every case of the baseline ended alike, so the limits allow for the misses (or hits) that so few cases cannot show.");
                break;
            case Safeguard.PlainLimits:
                note("plain-limits", "The variation between periods cannot be estimated yet: the limits allow for chance only.");
                break;
        }
    }

    private static void NoteCuts(ControlChart chart, ChartPart part, Action<string, string> note)
    {
        int points = 0, upper = 0, lower = 0;
        for (var i = part.Start; i < part.End; i++)
        {
            var point = chart.Points[i];
            if (point.IsGap || double.IsNaN(point.Upper)) continue;
            points++;
            if (chart.Kind is ChartKind.P or ChartKind.PPrime && point.Upper >= 1) upper++;
            if (HasFloor(chart.Kind) && point.Lower <= 0) lower++;
        }

        if (upper > 0)
            note("upper-cannot-signal", $"The upper side cannot signal {Where(upper, points)}: its limit is the highest possible value.");
        if (lower > 0)
            note("lower-cannot-signal", $"The lower side cannot signal {Where(lower, points)}: its limit is the lowest possible value.");
    }

    private static string Where(int some, int all) => some == all ? "at any point" : $"at {some} of {Number(all, "point")}";

    private static bool HasFloor(ChartKind kind) =>
        kind is not (ChartKind.Run or ChartKind.XmR or ChartKind.Individuals or ChartKind.XBar or ChartKind.IPrime);

    private static string Number(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
