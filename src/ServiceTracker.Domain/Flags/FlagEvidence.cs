using System.Text.Json;

namespace ServiceTracker.Domain.Flags;

/// <summary>The figures by which a flag was raised, as they were then.</summary>
public sealed record FlagEvidence
{
    /// <summary>First day shown: the eight weeks before the change, or as far as there are any.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last day shown: that of the interaction that completed it.</summary>
    public DateOnly To { get; init; }

    /// <summary>Where the change most likely began.</summary>
    public DateOnly Since { get; init; }

    /// <summary>Number of the baseline in force then.</summary>
    public int Baseline { get; init; }

    /// <summary>Interactions since then; for a basic, those to which it applied.</summary>
    public long N { get; init; }

    /// <summary>Share of them with all basics met (for a basic: with that basic met), 0 to 1.</summary>
    public double ObservedRate { get; init; }

    /// <summary>The same share as it is usual, 0 to 1.</summary>
    public double UsualRate { get; init; }

    /// <summary>Odds of a miss over the usual odds; null where one of them is endless.</summary>
    public double? OddsRatio { get; init; }

    /// <summary>The evidence, in interactions; of a comparison or a note the chance of as much or more while all is usual, 0 to
    /// 1.</summary>
    public double Statistic { get; init; }

    /// <summary>The evidence from which a flag is raised, or the chance under which; null where none has one, as for a critical
    /// miss.</summary>
    public double? Threshold { get; init; }

    /// <summary>False flags a year that are accepted.</summary>
    public double? Budget { get; init; }

    /// <summary>Normal variation from day to day ρ₀, an intra-day correlation; null where none was looked at.</summary>
    public double? DayToDayVariation { get; init; }

    /// <summary>By business day, oldest first.</summary>
    public IReadOnlyList<FlagDay> Points { get; init; } = [];

    /// <summary>Every basic since the change.</summary>
    public IReadOnlyList<FlagBasic> Basics { get; init; } = [];

    /// <summary>Of the text in which a flag keeps it (<see cref="Flag.Evidence"/>).</summary>
    public static FlagEvidence Read(string text) => JsonSerializer.Deserialize<FlagEvidence>(text, JsonSerializerOptions.Web) ?? new();

    /// <summary>The text in which a flag keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
