namespace ServiceTracker.Statistics.Agreement;

/// <summary>
/// How far any number of raters agree on the same things, beyond what chance would give: (pₐ − pₑ)/(1 − pₑ), where the coefficients differ
/// in the agreement pₑ that they expect from chance. Raters may have left things unrated. Categories are the ones that were used, without
/// an order. Source: K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014), chapters 2 to 5.
/// </summary>
/// <param name="Items">Things with at least one rating; others are left out.</param>
/// <param name="Categories">q, categories that anybody used.</param>
/// <param name="PercentAgreement">pₐ: over the things with two ratings and more, the mean share of pairs of raters that agree; null without
/// such things.</param>
/// <param name="GwetAc1">pₑ = Σπₖ(1 − πₖ)/(q − 1), πₖ the mean share of category k; 1 when all used one category. It stays sensible where
/// almost all is met.</param>
/// <param name="GwetAc1StandardError">Over things, by linearisation; null with fewer than two things. Source: K. L. Gwet, BJMSP 61 (2008)
/// 29–48.</param>
/// <param name="FleissKappa">pₑ = Σπₖ²; with two raters Scott's π. Null when only one category was used. Source: J. L. Fleiss,
/// Psychological Bulletin 76 (1971) 378–382.</param>
/// <param name="BrennanPrediger">pₑ = 1/q; null when only one category was used.</param>
/// <param name="KrippendorffAlpha">
/// 1 − observed/expected disagreement over things with two ratings and more, nominal; null when only one category was used.
/// Source: K. Krippendorff, Content Analysis, 2nd ed. (2004), chapter 11.
/// </param>
public sealed record RaterAgreement(
    long Items,
    int Categories,
    double? PercentAgreement,
    double? GwetAc1,
    double? GwetAc1StandardError,
    double? FleissKappa,
    double? BrennanPrediger,
    double? KrippendorffAlpha)
{
    /// <summary>From single ratings.</summary>
    /// <param name="ratings">One list per thing with one entry per rater; null means not rated.</param>
    public static RaterAgreement Of<T>(IEnumerable<IEnumerable<T?>> ratings)
        where T : notnull
    {
        var index = new Dictionary<T, int>();
        var items = new List<int[]>();
        foreach (var thing in ratings)
            items.Add([.. thing.OfType<T>().Select(r => index.TryGetValue(r, out var i) ? i : index[r] = index.Count)]);
        return Of(items.Select(rated =>
        {
            var counts = new long[index.Count];
            foreach (var category in rated) counts[category]++;
            return new RatedItem(counts, 1);
        }));
    }

    /// <summary>From counted things: how many raters put each into each category.</summary>
    /// <param name="rated">Things with the same counts may come as one with its number of times. All have the same number of
    /// categories.</param>
    public static RaterAgreement Of(IEnumerable<RatedItem> rated)
    {
        var items = rated.Where(i => i.Times > 0 && i.Ratings > 0).ToList();
        if (items.Count == 0) return new RaterAgreement(0, 0, null, null, null, null, null, null);
        var width = items.Max(i => i.Counts.Count);
        var used = Enumerable.Range(0, width).Where(k => items.Any(i => i.Counts[k] > 0)).ToArray();
        var q = used.Length;
        double n = items.Sum(i => i.Times), pairs = items.Where(i => i.Ratings > 1).Sum(i => i.Times);
        var shares = used.Select(k => items.Sum(i => i.Times * (double)i.Counts[k] / i.Ratings) / n).ToArray();
        double? agreed = pairs == 0 ? null : items.Where(i => i.Ratings > 1).Sum(i => i.Times * i.AgreedPairs) / pairs;

        var squares = shares.Sum(p => p * p);
        var expectedAc1 = q == 1 ? 0 : (1 - squares) / (q - 1);
        var ac1 = Beyond(agreed, expectedAc1);
        double? error = null;
        if (ac1 is { } value && n > 1)
        {
            var sum = items.Sum(i =>
            {
                // AC1 as a mean over things, each with its own part of the expected agreement.
                var own = i.Ratings > 1 ? n / pairs * (i.AgreedPairs - expectedAc1) / (1 - expectedAc1) : 0;
                var expected = q == 1 ? 0 : used.Select((k, j) => i.Counts[k] * (1 - shares[j])).Sum() / i.Ratings / (q - 1);
                var part = own - 2 * (1 - value) * (expected - expectedAc1) / (1 - expectedAc1);
                return i.Times * (part - value) * (part - value);
            });
            error = Math.Sqrt(sum / (n * (n - 1)));
        }

        return new RaterAgreement(
            (long)n,
            q,
            agreed,
            ac1,
            error,
            q == 1 ? null : Beyond(agreed, squares),
            q == 1 ? null : Beyond(agreed, 1.0 / q),
            Alpha(items, used));
    }

    private static double? Beyond(double? agreed, double expected) => (agreed - expected) / (1 - expected);

    private static double? Alpha(List<RatedItem> items, int[] used)
    {
        var rated = items.Where(i => i.Ratings > 1).ToList();
        var totals = used.Select(k => (double)rated.Sum(i => i.Times * i.Counts[k])).ToArray();
        var ratings = totals.Sum();
        var expected = ratings * ratings - totals.Sum(t => t * t);
        if (rated.Count == 0 || expected == 0) return null;
        var observed = rated.Sum(i => i.Times * i.Ratings * (1 - i.AgreedPairs));
        return 1 - (ratings - 1) * observed / expected;
    }
}
