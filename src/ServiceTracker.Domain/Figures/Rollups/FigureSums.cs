using System.Numerics;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;
using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// Everything the figures of a set of interactions are made of, as whole numbers in 64 bits: adding, subtracting and recounting in any
/// order give the same sums. What differs between the viewpoints stands twice; the names without "Person" are the process's.
/// </summary>
public abstract class FigureSums : ProcessSums
{
    /// <summary>Met, applicable to the process, applicable to the person.</summary>
    public const int NumbersPerBasic = 3;

    // Count, sum, high and low part of the sum of squares, for the process and again for the person.
    private const int NumbersPerMeasure = 8;

    private static readonly Sum<FigureSums>[] OfPerson =
    [
        new("scored_person", s => s.ScoredPerson),
        new("all_met_person", s => s.AllBasicsMetPerson),
        new("critical_missed_person", s => s.CriticalMissedPerson),
        new("stand_outs_on_basics_person", s => s.StandOutsOnBasicsPerson),
        new("score_sum_person", s => s.ScoreSumPerson),
        new("score_squares_high_person", s => s.ScoreSquaresHighPerson),
        new("score_squares_low_person", s => s.ScoreSquaresLowPerson),
    ];

    /// <summary>The numbers that differ for the person, in the order of their columns.</summary>
    public static IReadOnlyList<Sum<FigureSums>> PersonNumbers => OfPerson;

    public long ScoredPerson { get; set; }
    public long AllBasicsMetPerson { get; set; }
    public long CriticalMissedPerson { get; set; }
    public long StandOutsOnBasicsPerson { get; set; }
    public long ScoreSumPerson { get; set; }
    public long ScoreSquaresHighPerson { get; set; }
    public long ScoreSquaresLowPerson { get; set; }

    /// <summary>Three numbers for each expectation, in the order of their bits: how often met, applicable, applicable to the
    /// person.</summary>
    public long[] Basics { get; set; } = [];

    /// <summary>Eight numbers for each measure of the baseline, in the order of their bits: count, sum in ten-thousandths, and the two
    /// parts of the sum of squares, for the process and then for the person. Empty when it has none.</summary>
    public long[] Measures { get; set; } = [];

    /// <inheritdoc />
    public override bool IsEmpty => base.IsEmpty && Array.TrueForAll(OfPerson, n => n.Of(this) == 0)
        && Array.TrueForAll(Basics, n => n == 0) && Array.TrueForAll(Measures, n => n == 0);

    /// <summary>Adds interactions of one pattern, or takes them out.</summary>
    /// <param name="pattern">What each contributes.</param>
    /// <param name="measures">The values of its measures, in the order of their bits.</param>
    /// <param name="times">How many; negative takes them out.</param>
    public void Add(in ObservationPattern pattern, double[]? measures, long times) =>
        Add(pattern, pattern.Score(Viewpoint.Process), pattern.Score(Viewpoint.Person), measures, times);

    /// <summary>What a consistency rate is made of: scored interactions, and of these those with all basics met.</summary>
    /// <param name="viewpoint">Whose figures.</param>
    public (long N, long K) Rate(Viewpoint viewpoint) =>
        viewpoint == Viewpoint.Person ? (ScoredPerson, AllBasicsMetPerson) : (Scored, AllBasicsMet);

    /// <summary>How often a basic was met and applicable, and the values of a measure.</summary>
    /// <param name="baseline">The baseline of these sums.</param>
    /// <param name="expectation">One of its expectations.</param>
    /// <param name="viewpoint">Whose figures.</param>
    public ExpectationTally TallyOf(Baseline baseline, Expectation expectation, Viewpoint viewpoint)
    {
        var tally = new ExpectationTally(viewpoint);
        var at = expectation.Bit * NumbersPerBasic;
        if (at < Basics.Length) tally.Add(Basics[at + (viewpoint == Viewpoint.Person ? 2 : 1)], Basics[at]);
        if (expectation.Kind != ExpectationKind.Measure || Measures.Length == 0) return tally;
        var m = baseline.Expectations.Count(e => e.Kind == ExpectationKind.Measure && e.Bit < expectation.Bit) * NumbersPerMeasure
            + (viewpoint == Viewpoint.Person ? NumbersPerMeasure / 2 : 0);
        tally.Values.Add(Measures[m], Measures[m + 1], Whole(Measures[m + 2], Measures[m + 3]));
        return tally;
    }

    /// <summary>The sum of squares of scores, in squared millionths of a percent.</summary>
    public Int128 ScoreSquares(Viewpoint viewpoint) =>
        viewpoint == Viewpoint.Person ? Whole(ScoreSquaresHighPerson, ScoreSquaresLowPerson) : ScoreSquares();

    private static long[] Sum(long[] a, long[] b, long times = 1)
    {
        if (b.Length == 0) return a;
        var sum = new long[Math.Max(a.Length, b.Length)];
        a.CopyTo(sum, 0);
        for (var i = 0; i < b.Length; i++) sum[i] += times * b[i];
        return sum;
    }

    /// <summary>The same with its scores, where they are known.</summary>
    internal void Add(in ObservationPattern pattern, in Score process, in Score person, double[]? measures, long times)
    {
        Add(pattern, process, times);
        if (pattern.State != InteractionState.Counted) return;
        AddPerson(person, pattern.StandOuts, times);
        AddBasics(pattern, times);
        if (measures is not null) AddMeasures(pattern, measures, times);
    }

    /// <inheritdoc />
    protected override void Add(ProcessSums other, long times)
    {
        base.Add(other, times);
        if (other is not FigureSums figures) return;
        foreach (var number in OfPerson) number.Add(this, times * number.Of(figures));
        Basics = Sum(Basics, figures.Basics, times);
        Measures = Sum(Measures, figures.Measures, times);
    }

    private void AddPerson(in Score score, int standOuts, long times)
    {
        if (!score.IsScored) return;
        var (high, low) = Square(score.Scaled);
        ScoredPerson += times;
        ScoreSumPerson += times * score.Scaled;
        ScoreSquaresHighPerson += times * high;
        ScoreSquaresLowPerson += times * low;
        if (score.CriticalMissed) CriticalMissedPerson += times;
        if (!score.AllBasicsMet) return;
        AllBasicsMetPerson += times;
        StandOutsOnBasicsPerson += times * standOuts;
    }

    private void AddBasics(in ObservationPattern pattern, long times)
    {
        var length = pattern.Baseline.Expectations.Count * NumbersPerBasic;
        if (Basics.Length < length) Basics = Sum(new long[length], Basics);
        var person = pattern.Baseline.AllBits & ~pattern.NotApplicable(Viewpoint.Person);
        for (var rest = pattern.Baseline.AllBits & ~pattern.Na; rest != 0; rest &= rest - 1)
        {
            var bit = BitOperations.TrailingZeroCount(rest);
            var at = bit * NumbersPerBasic;
            if ((pattern.Met & (1L << bit)) != 0) Basics[at] += times;
            Basics[at + 1] += times;
            if ((person & (1L << bit)) != 0) Basics[at + 2] += times;
        }
    }

    private void AddMeasures(in ObservationPattern pattern, double[] values, long times)
    {
        var length = values.Length * NumbersPerMeasure;
        if (Measures.Length < length) Measures = Sum(new long[length], Measures);
        var (n, person) = (0, pattern.NotApplicable(Viewpoint.Person));
        foreach (var measure in pattern.Baseline.Expectations)
        {
            if (measure.Kind != ExpectationKind.Measure) continue;
            var at = n * NumbersPerMeasure;
            if ((pattern.Na & measure.Mask) == 0)
            {
                var scaled = ScaledSum.Scale(values[n], ScaledSum.MeasureScale);
                AddMeasure(at, scaled, times);
                if ((person & measure.Mask) == 0) AddMeasure(at + NumbersPerMeasure / 2, scaled, times);
            }

            n++;
        }
    }

    private void AddMeasure(int at, long scaled, long times)
    {
        var (high, low) = Square(scaled);
        Measures[at] += times;
        Measures[at + 1] += times * scaled;
        Measures[at + 2] += times * high;
        Measures[at + 3] += times * low;
    }
}
