namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Which explanation a flag bears.</summary>
/// <param name="Kind">The explanation.</param>
/// <param name="Basic">
/// The bit of the basic it names, for <see cref="DetectionKind.Basic"/> and <see cref="DetectionKind.Critical"/>.
/// </param>
public readonly record struct FlagLabel(DetectionKind Kind, int? Basic = null)
{
    /// <summary>Share of L + B above which a settled label says erratic, and of L above which it names a basic.</summary>
    public const double SettledShare = 0.3;

    /// <summary>
    /// The label at the flag: erratic if E &gt; L + B and E &gt; U, better if U &gt; L + B, otherwise lower; a lower names the basic whose
    /// evidence exceeds L. Against erratic L also counts a collapse C, E &gt; L + C + B: when nearly everything is missed, days in a row
    /// that are all bad are no swings.
    /// </summary>
    public static FlagLabel Provisional(in Evidence e) => Of(e, 1);

    /// <summary>
    /// The label after five business days more: erratic if E &gt; 0.3·(L + C + B), a basic is named if its evidence exceeds 0.3·L. A change
    /// of level feeds "lower" every day, swings and a single basic leave their own mark, so that late a smaller share of it decides. E &gt;
    /// U is asked for as at the flag: where things got better L + B is next to nothing.
    /// </summary>
    public static FlagLabel Settled(in Evidence e) => Of(e, SettledShare);

    private static FlagLabel Of(in Evidence e, double share)
    {
        if (e.Erratic > share * (e.Lower + e.Collapse + e.Basics) && e.Erratic > e.Better) return new(DetectionKind.Erratic);
        if (e.Better > e.Lower + e.Basics) return new(DetectionKind.Better);
        return e.StrongestBasic >= 0 && e.StrongestBasicEvidence > share * e.Lower
            ? new(DetectionKind.Basic, e.StrongestBasic)
            : new(DetectionKind.Lower);
    }
}
