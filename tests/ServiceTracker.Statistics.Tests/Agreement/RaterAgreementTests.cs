using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Agreement;

namespace ServiceTracker.Statistics.Tests.Agreement;

public class RaterAgreementTests
{
    private static readonly Gen<string?[][]> Ratings =
        from items in Gen.Choose(1, 12)
        from raters in Gen.Choose(1, 5)
        from ratings in Gen.Frequency((1, Gen.Constant((string?)null)), (5, Gen.Elements<string?>("a", "b", "c"))).ListOf(raters)
            .ListOf(items)
        select ratings.Select(r => r.ToArray()).ToArray();

    // K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, missing data, α = 0.743.
    [Fact]
    public void Krippendorffs_example_with_missing_ratings_has_its_published_alpha()
    {
        int?[][] observers =
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
            [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
        ];
        var agreement = RaterAgreement.Of(Enumerable.Range(0, 12).Select(unit => observers.Select(o => o[unit]?.ToString())));

        Assert.Equal(0.743, agreement.KrippendorffAlpha!.Value, 0.0005);
        Assert.Equal(12, agreement.Items);
        Assert.Equal(5, agreement.Categories);
    }

    [Fact]
    public void The_order_of_things_and_of_raters_changes_nothing()
    {
        var examples = from ratings in Ratings
                       from other in Gen.Shuffle(ratings)
                       select (
            ratings, other: other.Select(r => r.Reverse().ToArray()).ToArray());
        examples.Always(x => Assert.Equal(Rounded(x.ratings), Rounded(x.other)));
    }

    [Fact]
    public void Renaming_the_categories_changes_nothing() => Ratings.Always(ratings =>
        Assert.Equal(
            Rounded(ratings),
            Rounded([.. ratings.Select(r => r.Select(c => c switch { "a" => "z", "b" => "a", "c" => "b", _ => null }).ToArray())])));

    [Fact]
    public void Figures_are_numbers_or_absent_and_at_most_one() => Ratings.Always(ratings =>
    {
        var agreement = RaterAgreement.Of(ratings);
        foreach (var value in (double?[])[agreement.PercentAgreement, agreement.GwetAc1, agreement.FleissKappa, agreement.BrennanPrediger,
            agreement.KrippendorffAlpha])
            if (value is { } v) Assert.True(v <= 1 + 1e-9 && double.IsFinite(v));
        if (agreement.GwetAc1StandardError is { } error) Assert.True(error >= 0 && double.IsFinite(error));
    });

    [Fact]
    public void Nobody_who_rated_together_leaves_nothing_to_agree_on()
    {
        var agreement = RaterAgreement.Of<string>([["a", null], [null, "b"], [null, null]]);

        Assert.Equal(2, agreement.Items);
        Assert.Null(agreement.PercentAgreement);
        Assert.Null(agreement.GwetAc1);
        Assert.Null(agreement.KrippendorffAlpha);
        Assert.Equal(0, RaterAgreement.Of<string>([]).Items);
    }

    private static List<double?> Rounded(string?[][] ratings)
    {
        var a = RaterAgreement.Of(ratings);
        return [
            .. ((double?[])[a.PercentAgreement, a.GwetAc1, a.GwetAc1StandardError, a.FleissKappa, a.BrennanPrediger, a.KrippendorffAlpha])
            .Select(v => v is { } value ? Math.Round(value, 8) + 0.0 : (double?)null)];
    }
}
