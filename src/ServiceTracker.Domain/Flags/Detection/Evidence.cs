namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>The weighted evidence sums of a unit at an instant, in interactions (the unit of the threshold), and what they say.</summary>
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

    /// <summary>
    /// Which explanation stands out: erratic if E &gt; erratic·(L + C + basics·B) and E &gt; U, better if U &gt; L + B, otherwise lower; a
    /// lower names the basic whose evidence exceeds basic·L. Against erratic L also counts a collapse C: when nearly everything is missed,
    /// days in a row that are all bad are no swings. E &gt; U is asked for whatever the share: where things got better L + B is next to
    /// nothing.
    /// </summary>
    /// <param name="erratic">Above 0, at most 1.</param>
    /// <param name="basics">What B counts against erratic; 0 to 1.</param>
    /// <param name="basic">Above 0, at most 1.</param>
    public FlagLabel Label(double erratic, double basics, double basic)
    {
        if (Erratic > erratic * (Lower + Collapse + basics * Basics) && Erratic > Better) return new(DetectionKind.Erratic);
        if (Better > Lower + Basics) return new(DetectionKind.Better);
        return StrongestBasic >= 0 && StrongestBasicEvidence > basic * Lower
            ? new(DetectionKind.Basic, StrongestBasic)
            : new(DetectionKind.Lower);
    }

    /// <summary>The sum of several detectors' evidence. Of basics with the same evidence to the last bit the first one is the
    /// strongest.</summary>
    internal static Evidence Of(ReadOnlySpan<EvidenceSums> parts, double share = 1)
    {
        var all = EvidenceSums.Of(parts, share);
        var (sum, strongest) = (0.0, -1);
        for (var j = 0; j < all.Basics.Length; j++)
        {
            sum += all.Basics[j];
            if (all.Basics[j] > (strongest < 0 ? 0 : all.Basics[strongest])) strongest = j;
        }

        return new(
            all[DetectionKind.Lower], all.Collapse, sum, all[DetectionKind.Erratic], all[DetectionKind.Better], strongest,
            strongest < 0 ? 0 : all.Basics[strongest]);
    }
}
