namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a detector's sums amount to, each with its weight.</summary>
/// <param name="Kinds">Of the explanations of the whole, by <see cref="DetectionKind"/>.</param>
/// <param name="Collapse">Of <see cref="Explanation.Collapse"/>.</param>
/// <param name="Basics">Of every basic, by bit.</param>
internal readonly record struct EvidenceSums(double[] Kinds, double Collapse, double[] Basics)
{
    /// <summary>Of all explanations of a kind.</summary>
    public double this[DetectionKind kind] => Kinds[(int)kind];

    /// <summary>A share of the sum of several detectors of the same basics.</summary>
    public static EvidenceSums Of(ReadOnlySpan<EvidenceSums> parts, double share)
    {
        var (kinds, collapse, basics) = (new double[parts[0].Kinds.Length], 0.0, new double[parts[0].Basics.Length]);
        foreach (var part in parts)
        {
            collapse += share * part.Collapse;
            for (var i = 0; i < kinds.Length; i++) kinds[i] += share * part.Kinds[i];
            for (var j = 0; j < basics.Length; j++) basics[j] += share * part.Basics[j];
        }

        return new(kinds, collapse, basics);
    }

    /// <summary>The evidence of what a label says: of its basic, or of its kind.</summary>
    public double Of(FlagLabel label) => label.Basic is { } basic ? Basics[basic] : this[label.Kind];
}
