namespace ServiceTracker.Statistics.Rules;

/// <summary>Marks the points of a series that a rule finds: 1 high, −1 low, 2 neither, 0 not found. Takes time linear in the
/// points.</summary>
/// <param name="series">Without gaps.</param>
/// <param name="marks">As long as the series, zeros at the start.</param>
public delegate void RunRuleTest(RunSeries series, Span<sbyte> marks);

/// <summary>A rule by which a point of a control chart is a signal.</summary>
/// <param name="Name">Code, kebab-case.</param>
/// <param name="Sentence">What it finds, in plain words.</param>
/// <param name="Test">How it finds it.</param>
/// <param name="OfOnePoint">It looks at one point alone, and so judges points that are left out of runs too.</param>
public sealed record RunRule(string Name, string Sentence, RunRuleTest Test, bool OfOnePoint = false)
{
    /// <summary>The mark of a pattern that points neither up nor down.</summary>
    public const sbyte Undirected = 2;

    /// <summary>The points of a series that the rule marks, with their direction.</summary>
    public sbyte[] Marks(RunSeries series)
    {
        var marks = new sbyte[series.Length];
        Test(series, marks);
        return marks;
    }

    /// <summary>The direction of a mark that is not 0.</summary>
    internal static SignalDirection Direction(sbyte mark) => mark switch
    {
        1 => SignalDirection.High,
        -1 => SignalDirection.Low,
        _ => SignalDirection.Neither,
    };
}
