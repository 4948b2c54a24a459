namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Which explanation a flag bears.</summary>
/// <param name="Kind">The explanation.</param>
/// <param name="Basic">
/// The bit of the basic it names, for <see cref="DetectionKind.Basic"/> and <see cref="DetectionKind.Critical"/>.
/// </param>
public readonly record struct FlagLabel(DetectionKind Kind, int? Basic = null)
{
    /// <summary>Share of L above which a settled label names a basic.</summary>
    public const double SettledShare = 0.3;

    /// <summary>Share of L + C and of a tenth of B above which a settled label says erratic.</summary>
    public const double SettledErraticShare = 0.25;

    /// <summary>What B counts against a settled erratic: each basic has a sum of its own, and bad days feed all of them.</summary>
    public const double SettledBasics = 0.1;

    /// <summary>How many times the evidence of all interactions a channel must show for the change to be on that channel.</summary>
    public const double OneChannel = 3;

    /// <summary>
    /// The label at the flag: erratic if E &gt; L + B and E &gt; U, better if U &gt; L + B, otherwise lower; a lower names the basic whose
    /// evidence exceeds L. Against erratic L also counts a collapse C, E &gt; L + C + B: when nearly everything is missed, days in a row
    /// that are all bad are no swings.
    /// </summary>
    public static FlagLabel Provisional(in Evidence e) => e.Label(1, 1, 1);

    /// <summary>
    /// The label after five business days more: erratic if E &gt; 0.25·(L + C + 0.1·B), a basic is named if its evidence exceeds 0.3·L. A
    /// change of level feeds "lower" every day, swings and a single basic leave their own mark, so that late a smaller share of it decides.
    /// E &gt; U is asked for as at the flag: where things got better L + B is next to nothing.
    /// </summary>
    public static FlagLabel Settled(in Evidence e) => e.Label(SettledErraticShare, SettledBasics, SettledShare);

    /// <summary>
    /// The same of a person of several channels. A change on all of them is seen best by the detector of all interactions: its evidence
    /// decides, and as it has shown more by the flag than the T that was compared with the threshold, so much smaller a share does. Where a
    /// channel has shown three times as much, the change is on that channel, and one basic of it is hardly seen among all interactions: the
    /// evidence of all detectors decides, with all of B.
    /// </summary>
    /// <param name="together">Of all interactions.</param>
    /// <param name="all">Of all detectors, whose sum is T.</param>
    /// <param name="most">The largest evidence of a channel.</param>
    public static FlagLabel Settled(in Evidence together, in Evidence all, double most) => most > OneChannel * together.Total
        ? all.Label(SettledErraticShare, 1, SettledShare)
        : together.Label(SettledErraticShare * Math.Min(1, all.Total / together.Total), SettledBasics, SettledShare);

    /// <summary>Whether both tell of a change, for the worse or for the better. A fact goes in no direction.</summary>
    public bool IsSameDirection(FlagLabel other) => Explanation.Of(Kind) is { } one && Explanation.Of(other.Kind) is { } another
        && one.IsImprovement == another.IsImprovement;

    internal string NameOfBasic(Func<int, string> basicName) => Basic is { } basic ? basicName(basic) : "";
}
