using ServiceTracker.Statistics.Charts;

namespace ServiceTracker.Statistics.Rules;

/// <summary>
/// The run rules by name and the sets in which they are used. Zones are judged on z, so that they hold where n differs from point to
/// point. Comparisons are strict; a point on the centre line belongs to neither side and breaks a run, equal neighbours break a trend.
/// Sources: NHS England, "Making Data Count"; Western Electric, Statistical Quality Control Handbook (1956);
/// L. S. Nelson, Journal of Quality Technology 16 (1984) 237–239.
/// </summary>
public static class RunRules
{
    /// <summary>Default set: beyond the limits, 7-point trend, two in three near a limit, 7 on one side. All points of a pattern are
    /// marked.</summary>
    public static readonly RunRuleSet Nhs7 = Nhs("nhs7", 7);

    /// <summary>As <see cref="Nhs7"/> with 6 points: finds more, and errs more.</summary>
    public static readonly RunRuleSet Nhs6 = Nhs("nhs6", 6);

    /// <summary>The four Western Electric rules. A point is marked where a pattern completes.</summary>
    public static readonly RunRuleSet WesternElectric = new("western-electric",
    [
        new("we1", "beyond a control limit", Beyond(3), OfOnePoint: true),
        new("we2", "two of three points beyond 2 σ on the same side", KOfN(2, 3, 2)),
        new("we3", "four of five points beyond 1 σ on the same side", KOfN(4, 5, 1)),
        new("we4", "eight points in a row on one side of the centre", OneSideCompletes(8)),
    ]);

    /// <summary>Nelson's eight rules. A point is marked where a pattern completes.</summary>
    public static readonly RunRuleSet Nelson = new("nelson",
    [
        new("n1", "beyond a control limit", Beyond(3), OfOnePoint: true),
        new("n2", "nine points in a row on one side of the centre", OneSideCompletes(9)),
        new("n3", "six points in a row rising or falling", TrendCompletes(6)),
        new("n4", "fourteen points in a row alternating up and down", AlternatingCompletes(14)),
        new("n5", "two of three points beyond 2 σ on the same side", KOfN(2, 3, 2)),
        new("n6", "four of five points beyond 1 σ on the same side", KOfN(4, 5, 1)),
        new("n7", "fifteen points in a row within 1 σ of the centre", WithinCompletes(15, 1)),
        new("n8", "eight points in a row beyond 1 σ, on both sides", BothSidesComplete(8, 1)),
    ]);

    /// <summary>All sets; the first is the default.</summary>
    public static readonly IReadOnlyList<RunRuleSet> Sets = [Nhs7, Nhs6, WesternElectric, Nelson];

    // Far above rounding of a limit made twice in different ways, far below anything a person could see on a chart.
    private const double Tolerance = 1e-9;

    /// <summary>A set by its name; null when there is none.</summary>
    public static RunRuleSet? Named(string name)
    {
        foreach (var set in Sets)
            if (set.Name == name) return set;
        return null;
    }

    /// <summary>Points strictly more than a number of standard errors from the mean.</summary>
    public static RunRuleTest Beyond(double limit) => (series, marks) =>
    {
        for (var i = 0; i < marks.Length; i++) marks[i] = Zone(series.Z[i], limit);
    };

    /// <summary>All points of a run of so many on one side of the centre line.</summary>
    public static RunRuleTest OneSide(int points) => (series, marks) =>
    {
        var run = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            run = series.Sides[i] == 0 ? 0 : i > 0 && series.Sides[i] == series.Sides[i - 1] ? run + 1 : 1;
            Fill(marks, i, run, points, series.Sides[i]);
        }
    };

    /// <summary>
    /// All points of so many in a row that rise, or fall, at every step. A turning point between two trends belongs to the later one.
    /// </summary>
    public static RunRuleTest Trend(int points) => (series, marks) =>
    {
        var run = 1;
        for (var i = 1; i < marks.Length; i++)
        {
            run = LengthOfTrend(series.Values, i, run);
            Fill(marks, i, run, points, Step(series.Values, i));
        }
    };

    /// <summary>
    /// Points beyond a zone among three in a row of which two or more are: "two in three". Where the third counts too, all three must lie
    /// on the same side of the centre.
    /// </summary>
    /// <param name="limit">Where the zone begins, in standard errors.</param>
    /// <param name="outerLimit">Where it ends: points beyond it belong to another rule; infinity where they count too.</param>
    /// <param name="thirdOnSameSide">Asks the third point to lie on the same side.</param>
    /// <param name="wholeWindow">Marks all three points.</param>
    public static RunRuleTest TwoInThree(double limit, double outerLimit, bool thirdOnSameSide, bool wholeWindow) => (series, marks) =>
    {
        var zones = new sbyte[marks.Length];
        for (var i = 0; i < zones.Length; i++)
            if (Zone(series.Z[i], outerLimit) == 0) zones[i] = Zone(series.Z[i], limit);
        for (var i = 1; i < zones.Length; i++)
        {
            var first = Math.Max(0, i - 2);
            int sum = 0, sides = 0;
            for (var j = first; j <= i; j++)
            {
                sum += zones[j];
                sides += series.Sides[j];
            }

            if (Math.Abs(sum) < 2 || (thirdOnSameSide && Math.Abs(sides) < 3)) continue;
            for (var j = first; j <= i; j++)
                if (wholeWindow || zones[j] != 0) marks[j] = (sbyte)Math.Sign(sum);
        }
    };

    /// <summary>The last of so many points of which enough lie beyond a zone on the same side, itself among them.</summary>
    public static RunRuleTest KOfN(int enough, int points, double limit) => (series, marks) =>
    {
        int above = 0, below = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            var zone = Zone(series.Z[i], limit);
            if (zone > 0) above++;
            if (zone < 0) below++;
            if (i >= points)
            {
                var leaving = Zone(series.Z[i - points], limit);
                if (leaving > 0) above--;
                if (leaving < 0) below--;
            }

            if (i < points - 1) continue;
            if (zone > 0 && above >= enough) marks[i] = 1;
            if (zone < 0 && below >= enough) marks[i] = -1;
        }
    };

    private static RunRuleSet Nhs(string name, int points) => new(name,
    [
        new("outside", "beyond a control limit", Beyond(3), OfOnePoint: true),
        new("trend", $"{points} points in a row rising or falling", Trend(points)),
        new("two-in-three", "two of three points near a control limit on the same side", TwoInThree(
            2, 3, thirdOnSameSide: true, wholeWindow: false)),
        new("shift", $"{points} points in a row on one side of the centre", OneSide(points)),
    ]);

    private static RunRuleTest OneSideCompletes(int points) => (series, marks) =>
    {
        var run = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            run = series.Sides[i] == 0 ? 0 : i > 0 && series.Sides[i] == series.Sides[i - 1] ? run + 1 : 1;
            if (run >= points) marks[i] = series.Sides[i];
        }
    };

    private static RunRuleTest TrendCompletes(int points) => (series, marks) =>
    {
        var run = 1;
        for (var i = 1; i < marks.Length; i++)
        {
            run = LengthOfTrend(series.Values, i, run);
            if (run >= points) marks[i] = Step(series.Values, i);
        }
    };

    private static RunRuleTest AlternatingCompletes(int points) => (series, marks) =>
    {
        var run = 1;
        for (var i = 1; i < marks.Length; i++)
        {
            var step = Step(series.Values, i);
            run = step == 0 ? 1 : i > 1 && step == -Step(series.Values, i - 1) ? run + 1 : 2;
            if (run >= points) marks[i] = RunRule.Undirected;
        }
    };

    private static RunRuleTest WithinCompletes(int points, double limit) => (series, marks) =>
    {
        var run = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            run = Math.Abs(series.Z[i]) <= limit + Tolerance ? run + 1 : 0;
            if (run >= points) marks[i] = RunRule.Undirected;
        }
    };

    private static RunRuleTest BothSidesComplete(int points, double limit) => (series, marks) =>
    {
        int run = 0, sameSide = 0;
        for (var i = 0; i < marks.Length; i++)
        {
            var zone = Zone(series.Z[i], limit);
            sameSide = zone == 0 ? 0 : i > 0 && zone == Zone(series.Z[i - 1], limit) ? sameSide + 1 : 1;
            run = zone == 0 ? 0 : run + 1;
            if (run >= points && sameSide < points) marks[i] = RunRule.Undirected;
        }
    };

    private static sbyte Zone(double z, double limit) => z > limit + Tolerance ? (sbyte)1 : z < -limit - Tolerance ? (sbyte)-1 : (sbyte)0;

    private static sbyte Step(ReadOnlySpan<double> values, int i) => (sbyte)Level.Compare(values[i], values[i - 1]);

    // Points of the trend that ends at i, given the length of the one that ended before it.
    private static int LengthOfTrend(ReadOnlySpan<double> values, int i, int before)
    {
        var step = Step(values, i);
        return step == 0 ? 1 : i > 1 && step == Step(values, i - 1) ? before + 1 : 2;
    }

    // When a run becomes long enough all its points are marked at once, later only the newest: linear in all.
    private static void Fill(Span<sbyte> marks, int last, int run, int points, sbyte mark)
    {
        if (run == points) marks.Slice(last - points + 1, points).Fill(mark);
        else if (run > points) marks[last] = mark;
    }
}
