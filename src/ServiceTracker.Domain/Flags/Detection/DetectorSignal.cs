using System.Globalization;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A flag that a detector raised, or whose label it settled.</summary>
public sealed record DetectorSignal
{
    /// <summary>What it says now.</summary>
    public required FlagLabel Label { get; init; }

    /// <summary>The interaction that completed it.</summary>
    public required Guid Interaction { get; init; }

    /// <summary>UTC instant of that interaction, also for imported history.</summary>
    public required DateTime OccurredAt { get; init; }

    /// <summary>Business date of that interaction.</summary>
    public required DateOnly BusinessDate { get; init; }

    /// <summary>The evidence at the flag; after settling, at the end of the five business days. Nothing for a critical miss.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>A at the flag.</summary>
    public double Threshold { get; init; }

    /// <summary>Where the change most likely began.</summary>
    public DateOnly Since { get; init; }

    /// <summary>Interactions from there on; for a basic, those to which it applied.</summary>
    public long N { get; init; }

    /// <summary>Misses among them.</summary>
    public long K { get; init; }

    /// <summary>Usual share of misses, 0 to 1.</summary>
    public double UsualMissRate { get; init; }

    /// <summary>
    /// Variance of the daily misses from <see cref="Since"/> on over that of independent interactions, Σ(Y − Σq)²/ΣΣq(1 − q); 1 is chance
    /// alone. Only for <see cref="DetectionKind.Erratic"/>.
    /// </summary>
    public double DaySpread { get; init; }

    /// <summary>Fewer than 25 weeks were there to tell what is usual.</summary>
    public bool ShortBaseline { get; init; }

    /// <summary>Whether the label is settled; before that it is provisional. A critical miss is a fact and settled at once.</summary>
    public bool IsSettled { get; init; }

    /// <summary>The provisional label, where settling changed it.</summary>
    public FlagLabel? WasLabelled { get; init; }

    /// <summary>A missed critical basic.</summary>
    /// <param name="observation">The interaction.</param>
    /// <param name="basic">The bit of the basic.</param>
    /// <exception cref="ArgumentException">It was not missed there.</exception>
    public static DetectorSignal CriticalMiss(in DetectorObservation observation, int basic) =>
        (observation.Missed & observation.Applicable & 1L << basic) == 0
            ? throw new ArgumentException("The basic was not missed.", nameof(basic))
            : new()
            {
                Label = new(DetectionKind.Critical, basic),
                Interaction = observation.Interaction,
                OccurredAt = observation.OccurredAt,
                BusinessDate = observation.BusinessDate,
                Since = observation.BusinessDate,
                N = 1,
                K = 1,
                IsSettled = true,
            };

    /// <summary>One plain sentence with the numbers.</summary>
    /// <param name="basicName">How a basic is called, by its bit.</param>
    public string Sentence(Func<int, string> basicName)
    {
        ArgumentNullException.ThrowIfNull(basicName);
        var text = Statement(Label, basicName);
        if (WasLabelled is { } was) text += $" At first it looked like {Name(was, basicName)}.";
        else if (!IsSettled) text += " Provisional for five business days.";
        if (ShortBaseline) text += " Fewer than 25 weeks tell what is usual.";
        return text;
    }

    private string Statement(FlagLabel label, Func<int, string> basicName) => label.Kind switch
    {
        DetectionKind.Critical =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"\u201c{basicName(label.Basic!.Value)}\u201d, a critical basic, was missed on {BusinessDate:yyyy-MM-dd}."),
        DetectionKind.Basic =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"\u201c{basicName(label.Basic!.Value)}\u201d was missed in {K} of {N} interactions ({Percent(Share)}) since " +
                $"{Since:yyyy-MM-dd}, where {Percent(UsualMissRate)} is usual."),
        DetectionKind.Erratic =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"Good days and bad days since {Since:yyyy-MM-dd}: all basics met in {N - K} of {N} interactions " +
                $"({Percent(1 - Share)}), with {DaySpread:0.0} times the day-to-day variance that chance gives."),
        DetectionKind.Better =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"All basics met in {N - K} of {N} interactions ({Percent(1 - Share)}) since {Since:yyyy-MM-dd}, better than the usual " +
                $"{Percent(1 - UsualMissRate)}."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"All basics met in {N - K} of {N} interactions ({Percent(1 - Share)}) since {Since:yyyy-MM-dd}, lower than the usual " +
            $"{Percent(1 - UsualMissRate)}{(DaySpread > LargeSwings ? ", with large swings" : "")}."),
    };

    /// <summary>Day-to-day variance over chance above which a "lower" is said to come with large swings.</summary>
    public const double LargeSwings = 2;

    private double Share => N == 0 ? 0 : (double)K / N;

    private static string Name(FlagLabel label, Func<int, string> basicName) => label.Kind switch
    {
        DetectionKind.Basic => $"\u201c{basicName(label.Basic!.Value)}\u201d alone",
        DetectionKind.Erratic => "good days and bad days",
        DetectionKind.Better => "an improvement",
        _ => "a general drop",
    };

    private static string Percent(double rate) => (100 * rate).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
