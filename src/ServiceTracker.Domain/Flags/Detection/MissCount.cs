namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Misses counted against those expected.</summary>
/// <param name="N">Interactions, or those to which a basic applied; weighted where they are of different age.</param>
/// <param name="Expected">Misses that the usual levels of those who worked let expect, 0 to N.</param>
/// <param name="Missed">Misses observed, 0 to N.</param>
public readonly record struct MissCount(double N, double Expected, double Missed)
{
    /// <summary>Both together.</summary>
    public static MissCount operator +(in MissCount a, in MissCount b) => new(a.N + b.N, a.Expected + b.Expected, a.Missed + b.Missed);

    /// <summary>What is left of a without b; never below nothing.</summary>
    public static MissCount operator -(in MissCount a, in MissCount b) =>
        new(Math.Max(0, a.N - b.N), Math.Max(0, a.Expected - b.Expected), Math.Max(0, a.Missed - b.Missed));

    /// <summary>The same, each interaction counting so much.</summary>
    public static MissCount operator *(double weight, in MissCount a) => new(weight * a.N, weight * a.Expected, weight * a.Missed);

    /// <summary>A count that is finite, with no more misses than interactions.</summary>
    internal bool IsPossible => double.IsFinite(N) && Expected >= 0 && Missed >= 0 && Expected <= N && Missed <= N;
}
