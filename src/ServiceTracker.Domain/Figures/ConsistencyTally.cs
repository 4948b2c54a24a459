using System.Numerics;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;
using ServiceTracker.Statistics.Intervals;
using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Domain.Figures;

/// <summary>
/// The consistency figures of any set of interactions. Adding is commutative and associative: the order of interactions never matters.
/// </summary>
/// <param name="viewpoint">Whose figures these are.</param>
public sealed class ConsistencyTally(Viewpoint viewpoint)
{
    private readonly ScaledSum score = new(Score.ScaledPerPercent);
    private readonly AnySums total = new();

    /// <summary>Whose figures these are.</summary>
    public Viewpoint Viewpoint => viewpoint;

    /// <summary>Counted interactions, unscored ones included, excluded ones not.</summary>
    public long Interactions => total.Interactions;

    /// <summary>Interactions in which at least one basic was applicable.</summary>
    public long Scored => score.Count;

    /// <summary>Scored interactions in which every applicable basic was met.</summary>
    public long AllBasicsMet { get; private set; }

    /// <summary>Interactions in which a critical basic was missed.</summary>
    public long CriticalMissed { get; private set; }

    /// <summary>Observations under dispute.</summary>
    public long Held => total.Held;

    /// <summary>Observations ruled not the person's doing.</summary>
    public long Excused => total.Excused;

    /// <summary>Interactions left out of every other figure here.</summary>
    public long Excluded => total.Excluded;

    /// <summary>Stand-outs, hollow ones included.</summary>
    public long StandOuts => total.StandOuts;

    /// <summary>Stand-outs in interactions whose basics were all met.</summary>
    public long StandOutsOnBasics { get; private set; }

    /// <summary>Interactions that the customer marked.</summary>
    public long CsatCount => total.CsatCount;

    /// <summary>Sum of the customers' marks.</summary>
    public long CsatSum => total.CsatSum;

    /// <summary>Consistency rate, 0 to 1: <see cref="AllBasicsMet"/> / <see cref="Scored"/>; null when nothing is scored.</summary>
    public double? Rate => Scored == 0 ? null : (double)AllBasicsMet / Scored;

    /// <summary>Wilson 95 % interval of <see cref="Rate"/>.</summary>
    public WilsonInterval? Interval => Scored == 0 ? null : WilsonInterval.Of(AllBasicsMet, Scored);

    /// <summary>Mean basics score, 0 to 100.</summary>
    public double? MeanScore => score.Mean;

    /// <summary>Standard deviation of the basics score in percent points, divisor n − 1; null below two scored interactions.</summary>
    public double? ScoreStandardDeviation => score.StandardDeviation;

    /// <summary>Mean of the customers' marks.</summary>
    public double? CsatMean => CsatCount == 0 ? null : (double)CsatSum / CsatCount;

    /// <summary>Adds interactions of the same pattern.</summary>
    /// <param name="pattern">What each of them contributes.</param>
    /// <param name="times">How many there are.</param>
    public void Add(in ObservationPattern pattern, long times)
    {
        if (pattern.State == InteractionState.SameContact) return;
        if (pattern.State == InteractionState.Excluded)
        {
            total.Excluded += times;
            return;
        }

        total.Interactions += times;
        total.Held += times * BitOperations.PopCount((ulong)pattern.Held);
        total.Excused += times * BitOperations.PopCount((ulong)pattern.Excused);
        total.StandOuts += times * pattern.StandOuts;
        if (pattern.Csat is { } csat)
        {
            total.CsatCount += times;
            total.CsatSum += times * csat;
        }

        var judged = pattern.Score(viewpoint);
        if (!judged.IsScored) return;
        score.AddScaled(judged.Scaled, times);
        if (judged.CriticalMissed) CriticalMissed += times;
        if (!judged.AllBasicsMet) return;
        AllBasicsMet += times;
        StandOutsOnBasics += times * pattern.StandOuts;
    }

    /// <summary>Adds the interactions of which these are the sums.</summary>
    /// <exception cref="InvalidOperationException">The figures are a person's, and the sums are the process's alone.</exception>
    public void Add(ProcessSums sums)
    {
        total.Add(sums);
        if (viewpoint == Viewpoint.Process)
        {
            AllBasicsMet += sums.AllBasicsMet;
            CriticalMissed += sums.CriticalMissed;
            StandOutsOnBasics += sums.StandOutsOnBasics;
            score.Add(sums.Scored, sums.ScoreSum, sums.ScoreSquares());
            return;
        }

        if (sums is not FigureSums both) throw new InvalidOperationException("These sums know nothing of persons.");
        AllBasicsMet += both.AllBasicsMetPerson;
        CriticalMissed += both.CriticalMissedPerson;
        StandOutsOnBasics += both.StandOutsOnBasicsPerson;
        score.Add(both.ScoredPerson, both.ScoreSumPerson, both.ScoreSquares(Viewpoint.Person));
    }

    /// <summary>Any sum of the process, such as one that no figure here is made of.</summary>
    public long Of(Func<ProcessSums, long> sum) => sum(total);

    private sealed class AnySums : ProcessSums;
}
