using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Agreement;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>
/// What staff log about themselves against what somebody else (an observer, a mystery shopper, the customer) says of the same interactions.
/// A note on the data, never a flag on a person.
/// </summary>
/// <param name="Table">Row: own log, column: the other; met before missed.</param>
public sealed record EvidenceGap(AgreementTable Table)
{
    /// <summary>Differences with a smaller p-value are told as such.</summary>
    public const double Level = 0.05;

    /// <summary>How many more contacts that both speak of are needed for a verdict, at least 0.</summary>
    /// <param name="pairs">How many there are.</param>
    public static int MissingOf(int pairs) => Math.Max(0, MinimumSample.Default - pairs);

    /// <summary>Interactions that the other calls met.</summary>
    public long OtherMet { get; private init; }

    /// <summary>Share met by the own log less share met by the other, −1 to 1.</summary>
    public double Difference => Table.PairedDifference ?? 0;

    /// <summary>Exact McNemar p-value, 0 to 1.</summary>
    public double PValue => Table.McNemar?.ExactP ?? 1;

    /// <summary>Gwet's AC1, which stays sensible where nearly all is met.</summary>
    public double? Ac1 => Table.Raters.GwetAc1;

    /// <summary>Cohen's κ, shown beside AC1; null when both say the same of everything.</summary>
    public double? Kappa => Table.Kappa();

    /// <summary>The gap in one sentence.</summary>
    public string Sentence
    {
        get
        {
            var agree = $"Both say the same in {PercentText.Of(Table.PercentAgreement)} of {Table.Items} interactions";
            return PValue >= Level || Difference == 0
                ? $"{agree}; neither says met more often than chance explains."
                : $"{agree}; own logs say met {PercentText.Points(Difference)} {(Difference > 0 ? "more" : "less")} often.";
        }
    }

    /// <summary>Compares the sources.</summary>
    /// <param name="bothMet">Interactions that both call met.</param>
    /// <param name="onlyOwnMet">Met by the own log, missed by the other.</param>
    /// <param name="onlyOtherMet">Missed by the own log, met by the other.</param>
    /// <param name="bothMissed">Interactions that both call missed.</param>
    /// <exception cref="ArgumentException">A count is negative, or all are 0.</exception>
    public static EvidenceGap Of(long bothMet, long onlyOwnMet, long onlyOtherMet, long bothMissed) =>
        new(new AgreementTable(new[,] { { bothMet, onlyOwnMet }, { onlyOtherMet, bothMissed } })) { OtherMet = bothMet + onlyOtherMet };
}
