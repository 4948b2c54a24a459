using FsCheck;
using FsCheck.Fluent;

namespace ServiceTracker.Statistics.Tests;

/// <summary>The one way in which properties are checked, here and in the tests of the domain.</summary>
public static class Properties
{
    /// <summary>k of n, 0 ≤ k ≤ n, where n = 0 and k = n come up often.</summary>
    public static Gen<(long N, long K)> CountOf(int most) =>
        from n in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(0, most)))
        from k in Gen.Frequency((1, Gen.Constant(n)), (4, Gen.Choose(0, n)))
        select ((long)n, (long)k);

    /// <summary>Fails with the example and the reason when the body throws for any of the examples.</summary>
    public static void Always<T>(this Gen<T> examples, Action<T> body, int tests = 200) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true), Prop.ForAll(examples.ToArbitrary(), body));
}
