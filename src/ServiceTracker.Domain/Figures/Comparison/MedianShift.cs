namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>The weighted median of what people show beyond colleagues: the middle one's, however many are far below.</summary>
internal static class MedianShift
{
    private const double LeastShiftError = 0.02;

    /// <summary>The shift and its standard error, both on the logit scale.</summary>
    /// <param name="people">People with n of at least 1, and how many have these figures.</param>
    /// <param name="designEffect">At least 1.</param>
    public static (double Shift, double Error) Of(List<KeyValuePair<ColleagueRate, int>> people, double designEffect)
    {
        const double usual = BetweenStaffModel.UsualSpread / 0.09;
        var shown = people.ConvertAll(p =>
        {
            var (person, times) = p;
            var rate = OwnRate.Inside(person.Rate);
            var prior = designEffect / 2;
            var shift = Odds.Logit((person.K + prior) / (person.N + 2 * prior))
                - Odds.Logit((rate * person.N + prior) / (person.N + 2 * prior));
            return (Shift: shift, Weight: times / (usual * usual + designEffect / (person.N * rate * (1 - rate) + 1)));
        });
        var all = shown.Sum(s => s.Weight);
        var median = Median(shown);
        var spread = 1.4826 * Median(shown.ConvertAll(s => (Math.Abs(s.Shift - median), s.Weight)));
        // √(π/2) by the normal distribution; at least what chance and usual differences alone make of it.
        return (median, Math.Max(LeastShiftError, 1.2533 * Math.Max(1 / Math.Sqrt(all), spread / Math.Sqrt(people.Sum(p => p.Value)))));

        double Median(List<(double Value, double Weight)> values)
        {
            values.Sort();
            var (sum, i) = (0.0, 0);
            while (i < values.Count - 1 && (sum += values[i].Weight) < all / 2 - 1e-12 * all) i++;
            return values[i].Value;
        }
    }
}
