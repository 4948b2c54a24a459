using System.Globalization;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Flags;

/// <summary>
/// Whether later interactions confirm that what a flag says is over: whether the usual explains them at least twenty times better than what
/// was flagged does. The likelihood ratio of two fixed hypotheses, as in a sequential probability ratio test (A. Wald, Sequential Analysis
/// (1947), chapter 3), by which one in twenty flags of a change that goes on would be closed at most. Of good and bad days it is the ratio
/// of two variances of the daily misses around their mean, of a normal distribution.
/// </summary>
/// <param name="On">The last day of the interactions that confirm it.</param>
/// <param name="Sentence">Which ones, and how much better, in plain words.</param>
public sealed record FlagConfirmation(DateOnly On, string Sentence)
{
    /// <summary>How much better the usual has to explain them.</summary>
    public const double Enough = 20;

    /// <summary>Days that are looked at: as long as what is usual does not count yet.</summary>
    public const int Days = 56;

    /// <summary>After the first look another one every so many days, so that it does not matter when somebody looks.</summary>
    public const int DaysBetweenLooks = 28;

    // Of a business day more than this is not expected to resemble the rest of it.
    private const double UsualVariation = 0.02;

    /// <summary>The last days of the spans that are looked at after a signal.</summary>
    /// <param name="last">Business date of the signal.</param>
    /// <param name="next">Business date of the next one, or the one that is not over yet.</param>
    public static IEnumerable<DateOnly> Looks(DateOnly last, DateOnly next)
    {
        for (var end = last.AddDays(Days); end < next; end = end.AddDays(DaysBetweenLooks)) yield return end;
    }

    /// <summary>Whether days of a flag's looks are among some days.</summary>
    /// <param name="lastSignalOn">Business date of the latest signal.</param>
    /// <param name="from">The first of these days.</param>
    /// <param name="today">The day after the last.</param>
    public static bool LooksBetween(DateOnly lastSignalOn, DateOnly from, DateOnly today) =>
        lastSignalOn > from || Looks(lastSignalOn, today).Any(end => end >= from);

    /// <summary>Judges later days.</summary>
    /// <param name="kind">What the flag says.</param>
    /// <param name="evidence">By which figures it was raised.</param>
    /// <param name="later">Later days, oldest first; for a flag on a basic those of the basic.</param>
    /// <returns>Null where they do not confirm it, or are fewer than ten interactions.</returns>
    public static FlagConfirmation? Of(FlagKind kind, FlagEvidence evidence, IReadOnlyList<FlagDay> later)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(later);
        var (n, k) = (later.Sum(d => d.N), later.Sum(d => d.Missed));
        if (n < MinimumSample.Default) return null;
        var when = string.Create(CultureInfo.InvariantCulture, $"From {later[0].Date:yyyy-MM-dd} to {later[^1].Date:yyyy-MM-dd}");
        if (kind == FlagKind.Critical)
            return k > 0 ? null : new(later[^1].Date, $"{when} it was not missed in {n} interactions.");
        var log = kind == FlagKind.Erratic ? LogRatioOfDays(evidence, later)
            : LogRatio(1 - evidence.UsualRate, 1 - evidence.ObservedRate, n, k);
        if (!(log >= Math.Log(Enough))) return null;
        var shown = kind == FlagKind.Erratic
            ? $"days were as even as usual ({n} interactions)"
            : $"{PercentText.Of((double)(n - k) / n)} of {n} were met, as is usual ({PercentText.Of(evidence.UsualRate)})";
        var times = log > Math.Log(1000) ? "more than 1000" : Math.Exp(log).ToString("0", CultureInfo.InvariantCulture);
        return new(later[^1].Date, $"{when} {shown}: {times} times more likely than if it went on.");
    }

    private static double LogRatio(double usual, double flagged, int n, int k)
    {
        const double Least = 1e-4;
        (usual, flagged) = (Math.Clamp(usual, Least, 1 - Least), Math.Clamp(flagged, Least, 1 - Least));
        return k * Math.Log(usual / flagged) + (n - k) * Math.Log((1 - usual) / (1 - flagged));
    }

    // ln of two normal likelihoods of the same standardised days, with variances s₀ and s₁: ½·(D − 1)·ln(s₁/s₀) − ½·χ²·(1/s₀ − 1/s₁).
    private static double LogRatioOfDays(FlagEvidence evidence, IReadOnlyList<FlagDay> later)
    {
        var flagged = Spread([.. evidence.Points.Where(p => p.Date >= evidence.Since)]);
        var now = Spread(later);
        var usual = 1 + (later.Average(d => (double)d.N) - 1) * UsualVariation;
        return flagged.Degrees < 1 || now.Degrees < 1 || flagged.PerDegree <= usual ? double.NaN
            : 0.5 * now.Degrees * Math.Log(flagged.PerDegree / usual)
                - 0.5 * now.PerDegree * now.Degrees * (1 / usual - 1 / flagged.PerDegree);
    }

    private static (int Degrees, double PerDegree) Spread(IReadOnlyList<FlagDay> days)
    {
        var (n, k) = (days.Sum(d => d.N), days.Sum(d => d.Missed));
        if (k == 0 || k == n) return (days.Count - 1, 0);
        var p = (double)k / n;
        return (days.Count - 1, days.Sum(d => Math.Pow(d.Missed - d.N * p, 2) / (d.N * p * (1 - p))) / Math.Max(1, days.Count - 1));
    }
}
