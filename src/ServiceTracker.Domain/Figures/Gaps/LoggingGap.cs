using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Distributions;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>
/// How much quick logs flatter: "all met" by one tap against full checks, drawn at random, in which every basic is answered. A note on the
/// data, never a flag on a person.
/// </summary>
/// <param name="FullMet">Full checks with all basics met.</param>
/// <param name="Full">Full checks.</param>
/// <param name="QuickMet">Quick logs with all basics met.</param>
/// <param name="Quick">Quick logs.</param>
/// <param name="DaysActive">Days on which there is usually work (<see cref="BusyDays"/>).</param>
/// <param name="DaysLogged">Days of those on which anything was logged.</param>
/// <param name="PValue">Fisher's exact two-sided p-value of "quick logs and full checks are alike", 0 to 1; 1 where one of them is
/// missing.</param>
public sealed record LoggingGap(long FullMet, long Full, long QuickMet, long Quick, int DaysActive, int DaysLogged, double PValue)
{
    /// <summary>Differences with a smaller p-value are told as such.</summary>
    public const double Level = 0.05;

    /// <summary>Share met in quick logs less share met in full checks, −1 to 1; null where one of them is missing.</summary>
    public double? Difference => Full == 0 || Quick == 0 ? null : (double)QuickMet / Quick - (double)FullMet / Full;

    /// <summary>Straight-lining: not one miss in the quick logs, though the full checks make that unlikely.</summary>
    public bool IsStraightLined => Quick > 0 && QuickMet == Quick && FullMet < Full && PValue < Level;

    /// <summary>Share of active days on which nothing was logged, 0 to 1; null without active days.</summary>
    public double? NothingLogged => DaysActive == 0 ? null : 1 - (double)DaysLogged / DaysActive;

    /// <summary>The gap in one sentence.</summary>
    public string Sentence
    {
        get
        {
            var days = NothingLogged is > 0 and { } share
                ? $" Nothing was logged on {PercentText.Of(share)} of {DaysActive} usually busy days." : "";
            if (Difference is not { } difference) return $"{(Full == 0 ? "No full checks" : "No quick logs")} to compare with.{days}";
            var counts =
                $"{PercentText.Of((double)QuickMet / Quick)} of {Quick} quick logs and {PercentText.Of((double)FullMet / Full)} of " +
                $"{Full} full checks say all met";
            return (PValue >= Level ? $"{counts}: no more apart than chance explains."
                : IsStraightLined ? $"{counts}: quick logs never show a miss."
                : difference > 0 ? $"{counts}: quick logs flatter by {PercentText.Points(difference)}."
                : $"{counts}: quick logs are {PercentText.Points(difference)} lower.") + days;
        }
    }

    /// <summary>Compares the two.</summary>
    /// <param name="fullMet">0 to <paramref name="full"/>.</param>
    /// <param name="full">At least 0.</param>
    /// <param name="quickMet">0 to <paramref name="quick"/>.</param>
    /// <param name="quick">At least 0.</param>
    /// <param name="daysActive">At least 0.</param>
    /// <param name="daysLogged">0 to <paramref name="daysActive"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count cannot be.</exception>
    public static LoggingGap Of(long fullMet, long full, long quickMet, long quick, int daysActive = 0, int daysLogged = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fullMet);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fullMet, full);
        ArgumentOutOfRangeException.ThrowIfNegative(quickMet);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quickMet, quick);
        ArgumentOutOfRangeException.ThrowIfNegative(daysLogged);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(daysLogged, daysActive);
        var p = full == 0 || quick == 0 ? 1 : new Hypergeometric(full + quick, fullMet + quickMet, quick).TwoSided(quickMet);
        return new LoggingGap(fullMet, full, quickMet, quick, daysActive, daysLogged, p);
    }
}
