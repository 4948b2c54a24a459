using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Application.Flags.Rounds;

/// <summary>What a round compares; people and channels go by their numbers.</summary>
internal sealed record RoundFigures(
    IReadOnlyCollection<StaffCell> People, double DesignEffect, IReadOnlyCollection<StaffChannelCount> Channels, EvidenceGap? Evidence,
    LoggingGap Logging);
