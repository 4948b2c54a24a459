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
}
