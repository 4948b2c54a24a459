using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Comparison;

namespace ServiceTracker.Domain.People;

/// <summary>How a person's days differ from each other. It explains a flag and never raises one.</summary>
/// <param name="Days">Days with scored interactions.</param>
/// <param name="AllMet">Of these, days without a miss.</param>
/// <param name="Lowest">The least share of a day with enough interactions to have one, 0 to 1; null without such a day.</param>
/// <param name="IsUneven">Days differ by more than chance and the usual variation from day to day.</param>
public sealed record DaySpread(int Days, int AllMet, double? Lowest, bool IsUneven)
{
    /// <summary>Fewest days of which anything is said.</summary>
    public const int FewestDays = 10;

    // The detectors' ρ₀ until it has been measured, and so many standard errors beyond what it gives.
    private const double UsualVariation = 0.02, Beyond = 3;

    // A day of fewer has no share that means anything.
    private const int FewestOfDay = 5;

    /// <summary>The spread in words.</summary>
    public string Sentence
    {
        get
        {
            if (Days < FewestDays) return $"Not enough yet: {Days} days, {FewestDays} are needed.";
            var lowest = Lowest is { } low and < 1 ? $", and on the lowest in {PercentText.Of(low)}" : "";
            return $"On {AllMet} of {Days} days every interaction had all basics met{lowest}. " + (IsUneven
                ? "Days differ more than chance and usual variation make them."
                : "Days differ no more than chance and usual variation make them.");
        }
    }

    /// <summary>Judges days by Tarone's z (<see cref="BinomialDispersion"/>), whose mean under a variation ρ is ρ·√(Σn(n − 1)/2).</summary>
    /// <param name="days">Met of scored, 0 ≤ k ≤ n.</param>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n.</exception>
    public static DaySpread Of(IReadOnlyCollection<(long K, long N)> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var worked = days.Where(d => d.N > 0).ToList();
        var pairs = worked.Sum(d => (double)d.N * (d.N - 1));
        var uneven = worked.Count >= FewestDays
            && BinomialDispersion.Of(worked).TaroneZ > Beyond + UsualVariation * Math.Sqrt(pairs / 2);
        var fair = worked.Where(d => d.N >= FewestOfDay).Select(d => (double)d.K / d.N).ToList();
        return new DaySpread(worked.Count, worked.Count(d => d.K == d.N), fair.Count == 0 ? null : fair.Min(), uneven);
    }
}
