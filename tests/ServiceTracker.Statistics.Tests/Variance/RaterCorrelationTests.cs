using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Statistics.Tests.Variance;

public class RaterCorrelationTests
{
    private static readonly Gen<double[][]> Ratings =
        from items in Gen.Choose(2, 12)
        from raters in Gen.Choose(2, 5)
        from ratings in Gen.Choose(1, 5).Select(r => (double)r).ListOf(raters).ListOf(items)
        select ratings.Select(r => r.ToArray()).ToArray();

    // P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86 (1979) 420–428, table 2: ICC(1,1) = 0.17, ICC(2,1) = 0.29.
    [Fact]
    public void The_example_of_Shrout_and_Fleiss_has_its_published_correlations()
    {
        double[][] ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
        var icc = RaterCorrelation.Of(ratings);

        Assert.Equal(0.17, icc.OneWaySingle!.Value, 0.005);
        Assert.Equal(0.29, icc.AgreementSingle!.Value, 0.005);
        Assert.Equal(0.02, icc.AgreementLower!.Value, 0.005);
        Assert.Equal(0.76, icc.AgreementUpper!.Value, 0.005);
    }

    [Fact]
    public void The_order_of_things_and_raters_a_shift_and_a_scale_change_nothing()
    {
        var examples = from r in Ratings from other in Gen.Shuffle(r) select (r, other);
        examples.Always(x =>
        {
            var icc = RaterCorrelation.Of(x.r);
            var other = RaterCorrelation.Of([.. x.other.Select(row => row.Reverse().Select(v => 10 + 2 * v).ToArray())]);
            foreach (var (a, b) in ((double?, double?)[])[(icc.AgreementSingle, other.AgreementSingle), (
                icc.OneWaySingle, other.OneWaySingle), (icc.AgreementLower, other.AgreementLower)])
            {
                Assert.False(a is double.NaN);
                if (a is { } one && b is { } two) Assert.Equal(one, two, 1e-6);
            }
        });
    }

    [Fact]
    public void A_thing_that_a_rater_left_out_does_not_count()
    {
        double[][] complete = [[9, 2], [6, 1], [8, 4]];
        Assert.Equal(RaterCorrelation.Of(complete), RaterCorrelation.Of([.. complete, [double.NaN, 5]]));
    }

    [Fact]
    public void Raters_who_all_agree_have_full_correlation_and_those_who_never_vary_none()
    {
        var icc = RaterCorrelation.Of([[1, 1], [2, 2], [3, 3]]);
        Assert.Equal((1, 1, null), (icc.AgreementSingle, icc.OneWaySingle, icc.AgreementLower));
        Assert.Null(RaterCorrelation.Of([[2, 2], [2, 2]]).AgreementSingle);
        Assert.Throws<ArgumentException>(() => RaterCorrelation.Of([[1, 1]]));
        Assert.Throws<ArgumentException>(() => RaterCorrelation.Of([[1, 1], [1, 2, 3]]));
    }
}
