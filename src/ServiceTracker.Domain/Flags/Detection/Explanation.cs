using System.Collections.Immutable;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// An explanation of "something changed" that a detector weighs against "as usual": what it would do to misses (its likelihood), how much
/// of the evidence it brings in, and what a flag says that bears it. <see cref="All"/> is the table; detectors, labels, sentences and
/// classes take it from there.
/// </summary>
/// <remarks>
/// The likelihood is told by two numbers: the factor on the odds of a miss, and the variation from day to day. When a flag of a kind is
/// raised is a rule of its own (<see cref="Evidence.Label"/>).
/// </remarks>
public sealed record Explanation
{
    /// <summary>The odds of a miss are 2.25 times the usual ones: 0.90 becomes 0.80.</summary>
    public static Explanation Lower { get; } = new()
    {
        Name = "lower",
        Kind = DetectionKind.Lower,
        Weight = 0.45,
        WeightWithoutErratic = 0.60,
        Odds = 2.25,
        Class = ConsistencyClass.Slipping,
        Impression = _ => "a general drop",
        Sentence = (s, _) => $"All basics met in {Met(s)} since {s.Since:yyyy-MM-dd}, lower than the usual {UsuallyMet(s)}{Swings(s)}.",
    };

    /// <summary>The odds of a miss are 4 times the usual ones: 0.90 becomes 0.69.</summary>
    public static Explanation MuchLower { get; } =
        Lower with { Name = "much_lower", Weight = 0.09, WeightWithoutErratic = 0.15, Odds = 4 };

    /// <summary>One basic is missed at 8 times its usual odds, the others are as usual. The weight is split equally over the unit's
    /// basics.</summary>
    public static Explanation OneBasic { get; } = new()
    {
        Name = "one_basic",
        Kind = DetectionKind.Basic,
        Weight = 0.17,
        WeightWithoutErratic = 0.20,
        Odds = 8,
        IsOfEachBasic = true,
        Class = ConsistencyClass.Slipping,
        Impression = basic => $"“{basic}” alone",
        Sentence = (s, basic) => $"“{basic}” was missed in {Missed(s)} since {s.Since:yyyy-MM-dd}, where {Usually(s)} is usual.",
    };

    /// <summary>The same level, with good days and bad days: ρ₁ = 0.20 instead of the usual variation.</summary>
    public static Explanation Erratic { get; } = new()
    {
        Name = "erratic",
        Kind = DetectionKind.Erratic,
        Weight = 0.25,
        WeightWithoutErratic = 0,
        Variation = 0.20,
        Class = ConsistencyClass.Erratic,
        Impression = _ => "good days and bad days",
        Sentence = (s, _) => $"Good days and bad days since {s.Since:yyyy-MM-dd}: all basics met in {Met(s)}, with {Spread(s)}.",
    };

    /// <summary>The odds of a miss are the usual ones divided by 2.25.</summary>
    public static Explanation Better { get; } = new()
    {
        Name = "better",
        Kind = DetectionKind.Better,
        Weight = 0.04,
        WeightWithoutErratic = 0.05,
        Odds = 1 / Lower.Odds,
        Class = ConsistencyClass.Improving,
        Impression = _ => "an improvement",
        Sentence = (s, _) => $"All basics met in {Met(s)} since {s.Since:yyyy-MM-dd}, better than the usual {UsuallyMet(s)}.",
    };

    /// <summary>
    /// The odds of a miss are 16 times the usual ones: 0.90 becomes 0.36. It has no part in the evidence, only in the label: when nearly
    /// everything is missed, a row of bad days explains it better than "much lower" does, and "good days and bad days" would be the wrong
    /// name. It weighs there as much as <see cref="MuchLower"/>.
    /// </summary>
    public static Explanation Collapse { get; } = MuchLower with { Name = "collapse", Odds = 16 };

    /// <summary>Those that are weighed, in the order of their weights. One is of each basic. The first of a kind is the one whose start a
    /// flag tells.</summary>
    public static ImmutableArray<Explanation> All { get; } = [Lower, MuchLower, OneBasic, Erratic, Better];

    private static readonly Explanation?[] OfKinds = [.. Enum.GetValues<DetectionKind>().Select(k => All.FirstOrDefault(e => e.Kind == k))];

    /// <summary>In snake case, as documents name it.</summary>
    public required string Name { get; init; }

    /// <summary>What a flag that bears it is called.</summary>
    public required DetectionKind Kind { get; init; }

    /// <summary>Share of the evidence, 0 to 1; those of all together are 1.</summary>
    public required double Weight { get; init; }

    /// <summary>The same for a unit that is too small for good days and bad days, see <see cref="ExplanationWeights.For"/>.</summary>
    public required double WeightWithoutErratic { get; init; }

    /// <summary>Factor on the usual odds of a miss, above 0.</summary>
    public double Odds { get; init; } = 1;

    /// <summary>Intra-day correlation ρ₁, above 0 and below 1; null: as usual.</summary>
    public double? Variation { get; init; }

    /// <summary>A change of the days: it begins with a day and not within one.</summary>
    public bool IsOfDays => Variation is not null;

    /// <summary>It is one for the better.</summary>
    public bool IsImprovement => Class == ConsistencyClass.Improving;

    /// <summary>It is weighed for every basic by itself and not for the whole.</summary>
    public bool IsOfEachBasic { get; init; }

    /// <summary>How a unit stands while a flag that bears it is open.</summary>
    public required ConsistencyClass Class { get; init; }

    /// <summary>What it looked like, by the name of the basic (empty for the whole).</summary>
    public required Func<string, string> Impression { get; init; }

    /// <summary>What a signal says, with its numbers, by the name of the basic.</summary>
    public required Func<DetectorSignal, string, FormattableString> Sentence { get; init; }

    /// <summary>The explanation that a flag of this kind bears; null for a fact.</summary>
    public static Explanation? Of(DetectionKind kind) => OfKinds[(int)kind];

    private static string Met(DetectorSignal s) => $"{s.N - s.K} of {s.N} interactions ({Percent(1 - s.MissShare)})";

    private static string Missed(DetectorSignal s) => $"{s.K} of {s.N} interactions ({Percent(s.MissShare)})";

    private static string UsuallyMet(DetectorSignal s) => Percent(1 - s.UsualMissRate);

    private static string Usually(DetectorSignal s) => Percent(s.UsualMissRate);

    private static string Swings(DetectorSignal s) => s.DaySpread > DetectorSignal.LargeSwings ? ", with large swings" : "";

    private static string Spread(DetectorSignal s) =>
        FormattableString.Invariant($"{s.DaySpread:0.0} times the day-to-day variance that chance gives");

    private static string Percent(double rate) => FormattableString.Invariant($"{100 * rate:0.0}%");
}
