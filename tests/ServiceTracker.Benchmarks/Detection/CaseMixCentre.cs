using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>The shift with which the mean chance over the mix is the usual one, as a case-mix model fitted to the same streams would have
/// it.</summary>
internal static class CaseMixCentre
{
    public static double Of(StreamPlan plan)
    {
        var chance = new Chance(5);
        var odds = Enumerable.Range(0, 20_000).Select(_ => Math.Exp(plan.CaseMix * chance.Normal())).ToArray();
        double MeanAt(double q) => odds.Average(o => Odds.Times(q, o));
        var mean = MeanAt(plan.MissRate);
        var (low, high) = (-2.0, 2.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (MeanAt(Odds.Times(mean, Math.Exp(middle))) < mean) low = middle;
            else high = middle;
        }

        return low;
    }
}
