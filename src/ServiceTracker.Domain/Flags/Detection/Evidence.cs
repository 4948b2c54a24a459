namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>The weighted evidence sums of a unit at an instant, in interactions (the unit of the threshold).</summary>
/// <param name="Lower">L: lower and much lower together.</param>
/// <param name="Collapse">The same weight as much lower on a collapse, for the label only.</param>
/// <param name="Basics">B: the sum over the basics.</param>
/// <param name="Erratic">E.</param>
/// <param name="Better">U.</param>
/// <param name="StrongestBasic">The bit with the largest sum; −1 without basics.</param>
/// <param name="StrongestBasicEvidence">That sum; part of <paramref name="Basics"/>.</param>
public readonly record struct Evidence(
    double Lower, double Collapse, double Basics, double Erratic, double Better, int StrongestBasic, double StrongestBasicEvidence)
{
    /// <summary>T, which is compared with the threshold.</summary>
    public double Total => Lower + Basics + Erratic + Better;

    /// <summary>The sum of several detectors' evidence, each with that of every basic, by bit. Of basics with the same evidence to the last
    /// bit the first one is the strongest.</summary>
    internal static Evidence Of(ReadOnlySpan<(Evidence All, double[] Basics)> parts, double share = 1)
    {
        double lower = 0, collapse = 0, erratic = 0, better = 0;
        var basics = new double[parts[0].Basics.Length];
        foreach (var (all, each) in parts)
        {
            (lower, collapse) = (lower + share * all.Lower, collapse + share * all.Collapse);
            (erratic, better) = (erratic + share * all.Erratic, better + share * all.Better);
            for (var j = 0; j < basics.Length; j++) basics[j] += share * each[j];
        }

        var (sum, strongest) = (0.0, -1);
        for (var j = 0; j < basics.Length; j++)
        {
            sum += basics[j];
            if (basics[j] > (strongest < 0 ? 0 : basics[strongest])) strongest = j;
        }

        return new(lower, collapse, sum, erratic, better, strongest, strongest < 0 ? 0 : basics[strongest]);
    }
}
