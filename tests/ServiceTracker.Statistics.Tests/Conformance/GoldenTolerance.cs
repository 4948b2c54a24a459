namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>A number passes when |got − expected| ≤ abs + rel·|expected|.</summary>
public readonly record struct GoldenTolerance(double Absolute, double Relative)
{
    public bool Holds(double expected, double got) => Math.Abs(got - expected) <= Absolute + Relative * Math.Abs(expected);
}
