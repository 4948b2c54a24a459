using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The table of explanations as a detector goes through it: arrays by place, so that an interaction is one pass of vectors without a branch
/// (benchmark <c>detection</c>). Places are those of <see cref="Explanation.All"/>, then the collapse, then padding. The place of the one
/// of each basic is padding as well: basics have sums of their own.
/// </summary>
internal static class Places
{
    /// <summary>By place.</summary>
    public static readonly ImmutableArray<Explanation> All = [.. Explanation.All, Explanation.Collapse];

    /// <summary>How many.</summary>
    public static readonly int Count = All.Length;

    /// <summary>How many are evidence: all but the collapse.</summary>
    public static readonly int Weighed = Explanation.All.Length;

    /// <summary>Places in a vector.</summary>
    public static readonly int Lanes = Vector256<double>.Count;

    /// <summary>Count, filled up to whole vectors: the length of all arrays by place.</summary>
    public static readonly int Width = (Count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Place of the one of each basic.</summary>
    public static readonly int OfBasics = Explanation.All.IndexOf(Explanation.OneBasic);

    /// <summary>Place of the collapse, and of the weight that it has for the label.</summary>
    public static readonly int OfCollapse = Count - 1, WeightOfCollapse = Explanation.All.IndexOf(Explanation.MuchLower);

    /// <summary>Factor on the odds of a miss of the whole.</summary>
    public static readonly double[] Odds = OfWholes(e => e.Odds, 1);

    /// <summary>Strength of its own variation; NaN where it is the usual one.</summary>
    public static readonly double[] Strengths = OfWholes(e => e.Variation is { } own ? PolyaUrn.Strength(own) : double.NaN, double.NaN);

    /// <summary>1 where it may begin with any interaction, otherwise 0.</summary>
    public static readonly double[] AtAnyTime = OfWholes(e => e.IsOfDays ? 0 : 1, 0);

    /// <summary>1 where it begins only with a day, otherwise 0.</summary>
    public static readonly double[] WithDay = OfWholes(e => e.IsOfDays ? 1 : 0, 0);

    /// <summary>Kinds of the whole, by the place of their start.</summary>
    public static readonly ImmutableArray<DetectionKind> Kinds = [.. All.Where(e => !e.IsOfEachBasic).Select(e => e.Kind).Distinct()];

    /// <summary>How many; the starts of the basics come after theirs.</summary>
    public static readonly int Starts = Kinds.Length;

    /// <summary>Place of the explanation whose start it is, by the place of the start.</summary>
    public static readonly int[] FollowedBy = [.. Kinds.Select(kind => All.IndexOf(Explanation.Of(kind)!))];

    /// <summary>The vector at a place, a multiple of <see cref="Lanes"/> below <see cref="Width"/>.</summary>
    public static Vector256<double> At(double[] places, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(places), (nuint)at);

    /// <summary>Puts a vector there.</summary>
    public static void Put(Vector256<double> values, double[] places, int at) =>
        values.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(places), (nuint)at);

    private static double[] OfWholes(Func<Explanation, double> of, double otherwise) =>
        [.. All.Select(e => e.IsOfEachBasic ? otherwise : of(e)), .. Enumerable.Repeat(otherwise, Width - Count)];
}
