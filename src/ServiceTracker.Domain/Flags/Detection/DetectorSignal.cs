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
        var text = Statement(basicName);
        if (WasLabelled is { } was && Explanation.Of(was.Kind) is { } first)
            text += $" At first it looked like {first.Impression(was.NameOfBasic(basicName))}.";
        else if (!IsSettled) text += " Provisional for five business days.";
        if (ShortBaseline) text += " Fewer than 25 weeks tell what is usual.";
        return text;
    }

    private string Statement(Func<int, string> basicName) => FormattableString.Invariant(Explanation.Of(Label.Kind) is { } of
        ? of.Sentence(this, Label.NameOfBasic(basicName))
        : $"“{Label.NameOfBasic(basicName)}”, a critical basic, was missed on {BusinessDate:yyyy-MM-dd}.");

    /// <summary>Day-to-day variance over chance above which a "lower" is said to come with large swings.</summary>
    public const double LargeSwings = 2;

    /// <summary>K of N, 0 to 1.</summary>
    internal double MissShare => N == 0 ? 0 : (double)K / N;
}
