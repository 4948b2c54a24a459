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

    /// <summary>The label at the flag, see <see cref="Evidence.Label"/> with the whole of the rest.</summary>
    public static FlagLabel Provisional(in Evidence e) => e.Label(1);

    /// <summary>
    /// The label after five business days more, see <see cref="Evidence.Label"/> with 0.3 of the rest. A change of level feeds "lower"
    /// every day, swings and a single basic leave their own mark, so that late a smaller share of it decides.
    /// </summary>
    public static FlagLabel Settled(in Evidence e) => e.Label(SettledShare);

    /// <summary>Whether both tell of a change, for the worse or for the better. A fact goes in no direction.</summary>
    public bool IsSameDirection(FlagLabel other) => Explanation.Of(Kind) is { } one && Explanation.Of(other.Kind) is { } another
        && one.IsImprovement == another.IsImprovement;

    internal string NameOfBasic(Func<int, string> basicName) => Basic is { } basic ? basicName(basic) : "";
}
