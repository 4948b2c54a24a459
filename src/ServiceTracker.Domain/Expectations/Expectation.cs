namespace ServiceTracker.Domain.Expectations;

/// <summary>One basic: what every customer may count on.</summary>
public sealed class Expectation
{
    /// <summary>A channel list of this one entry means every channel.</summary>
    public const string EveryChannel = "*";

    /// <summary>Smallest and largest weight.</summary>
    public const int MinWeight = 1, MaxWeight = 10;

    /// <summary>Largest value of a measure; the smallest is 0.</summary>
    public const double MaxMeasure = 1e9;

    public int BaselineNumber { get; init; }

    /// <summary>Position in the baseline, 0 to 62: the bit of the masks in which interactions keep their observations.</summary>
    public int Bit { get; init; }

    public required string Code { get; init; }

    /// <summary>What is asked about every interaction, such as "Greeted within a minute?".</summary>
    public required string Question { get; init; }

    /// <summary>The promise to customers that this basic keeps.</summary>
    public string? Promise { get; init; }

    /// <summary>What counts as met.</summary>
    public string? Guidance { get; init; }

    public ExpectationKind Kind { get; init; }

    /// <summary>Unit of a measure.</summary>
    public string? Unit { get; init; }

    /// <summary>Target of a measure, in its unit.</summary>
    public double? Target { get; init; }

    public TargetDirection Direction { get; init; }

    /// <summary>1 to 10.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>A missed critical basic makes the interaction count as failed.</summary>
    public bool Critical { get; init; }

    /// <summary>Codes of the channels it applies to, or <see cref="EveryChannel"/> alone.</summary>
    public string[] Channels { get; init; } = [EveryChannel];

    /// <summary>Why we believe that customers expect it.</summary>
    public string? Evidence { get; init; }

    public string? Owner { get; init; }
    public DateOnly? ReviewDate { get; init; }

    /// <summary>Whether the day on which somebody was to look at it again has passed.</summary>
    /// <param name="date">The business date.</param>
    public bool IsOverdueOn(DateOnly date) => ReviewDate < date;

    /// <summary>This expectation's bit in a mask.</summary>
    public long Mask => 1L << Bit;

    /// <summary>Whether customers on this channel may count on it.</summary>
    public bool AppliesTo(string channel) => Channels is [EveryChannel] || Channels.Contains(channel, StringComparer.Ordinal);

    /// <summary>Whether meeting it is the same thing as meeting another baseline's: then what was usual goes on. Words and weight change no
    /// bar.</summary>
    public bool AsksTheSameAs(Expectation other) =>
        (Code, Kind, Target, Direction, Unit) == (other.Code, other.Kind, other.Target, other.Direction, other.Unit);

    /// <summary>Whether a measured value meets the target.</summary>
    /// <exception cref="InvalidOperationException">This is a check.</exception>
    public bool IsMetBy(double value) => Target is not { } target
        ? throw new InvalidOperationException($"{Code} is a check and has no target.")
        : Direction == TargetDirection.AtMost ? value <= target : value >= target;
}
