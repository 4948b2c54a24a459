using System.Numerics;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>
/// What the process delivered in a set of interactions, without its single basics, as whole numbers in 64 bits: adding, subtracting and
/// recounting in any order give the same sums.
/// </summary>
public abstract class ProcessSums
{
    // A square of a score has up to 54 bits and a square of a measure up to 87. Kept in two parts, 800,000 of the largest fit.
    private const int LowBits = 43;

    // Every number below: what is added, taken out, compared and stored is what stands here.
    private static readonly Sum<ProcessSums>[] All =
    [
        new("interactions", s => s.Interactions),
        new("excluded", s => s.Excluded),
        new("held", s => s.Held),
        new("excused", s => s.Excused),
        new("stand_outs", s => s.StandOuts),
        new("csat_count", s => s.CsatCount),
        new("csat_sum", s => s.CsatSum),
        new("scored", s => s.Scored),
        new("all_met", s => s.AllBasicsMet),
        new("critical_missed", s => s.CriticalMissed),
        new("stand_outs_on_basics", s => s.StandOutsOnBasics),
        new("score_sum", s => s.ScoreSum),
        new("score_squares_high", s => s.ScoreSquaresHigh),
        new("score_squares_low", s => s.ScoreSquaresLow),
    ];

    /// <summary>Every number, in the order of its columns.</summary>
    public static IReadOnlyList<Sum<ProcessSums>> Numbers => All;

    /// <summary>Counted interactions, unscored ones included.</summary>
    public long Interactions { get; set; }

    /// <summary>Interactions left out of every other figure.</summary>
    public long Excluded { get; set; }

    /// <summary>Observations under dispute.</summary>
    public long Held { get; set; }

    /// <summary>Observations ruled not the person's doing.</summary>
    public long Excused { get; set; }

    public long StandOuts { get; set; }
    public long CsatCount { get; set; }
    public long CsatSum { get; set; }

    public long Scored { get; set; }
    public long AllBasicsMet { get; set; }
    public long CriticalMissed { get; set; }
    public long StandOutsOnBasics { get; set; }

    /// <summary>Sum of scores in millionths of a percent.</summary>
    public long ScoreSum { get; set; }

    /// <summary>Sum of the squares of scores, their bits above the 43rd.</summary>
    public long ScoreSquaresHigh { get; set; }

    /// <summary>Sum of the lower 43 bits of the squares.</summary>
    public long ScoreSquaresLow { get; set; }

    /// <summary>
    /// Nothing is in these sums. No interaction is not enough: with one taken out before it was put in, and another one put in, the count
    /// is 0 and the sums are not.
    /// </summary>
    public virtual bool IsEmpty => Array.TrueForAll(All, n => n.Of(this) == 0);

    /// <summary>The sum of squares of scores for the process, in squared millionths of a percent.</summary>
    public Int128 ScoreSquares() => Whole(ScoreSquaresHigh, ScoreSquaresLow);

    /// <summary>Adds all that other sums hold and these have room for. Sums with single basics must be of one baseline, or one of them
    /// still empty.</summary>
    public void Add(ProcessSums other) => Add(other, 1);

    /// <summary>Takes out all that other sums hold: what is left is the difference.</summary>
    public void TakeOut(ProcessSums other) => Add(other, -1);

    /// <summary>Adds interactions of one pattern, or takes them out.</summary>
    /// <param name="pattern">What each contributes.</param>
    /// <param name="process">Its score for the process.</param>
    /// <param name="times">How many; negative takes them out.</param>
    internal void Add(in ObservationPattern pattern, in Score process, long times)
    {
        if (pattern.State == InteractionState.SameContact) return;
        if (pattern.State == InteractionState.Excluded)
        {
            Excluded += times;
            return;
        }

        Interactions += times;
        Held += times * BitOperations.PopCount((ulong)pattern.Held);
        Excused += times * BitOperations.PopCount((ulong)pattern.Excused);
        StandOuts += times * pattern.StandOuts;
        if (pattern.Csat is { } csat)
        {
            CsatCount += times;
            CsatSum += times * csat;
        }

        if (!process.IsScored) return;
        var (high, low) = Square(process.Scaled);
        Scored += times;
        ScoreSum += times * process.Scaled;
        ScoreSquaresHigh += times * high;
        ScoreSquaresLow += times * low;
        if (process.CriticalMissed) CriticalMissed += times;
        if (!process.AllBasicsMet) return;
        AllBasicsMet += times;
        StandOutsOnBasics += times * pattern.StandOuts;
    }

    /// <summary>A square in its two parts.</summary>
    protected static (long High, long Low) Square(long value)
    {
        var square = (Int128)value * value;
        return ((long)(square >> LowBits), (long)(square & ((1L << LowBits) - 1)));
    }

    /// <summary>A sum of squares from its two parts.</summary>
    protected static Int128 Whole(long high, long low) => ((Int128)high << LowBits) + low;

    /// <summary>Adds all that other sums hold so many times.</summary>
    protected virtual void Add(ProcessSums other, long times)
    {
        foreach (var number in All) number.Add(this, times * number.Of(other));
    }
}
