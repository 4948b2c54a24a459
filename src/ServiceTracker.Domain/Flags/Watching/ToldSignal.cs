using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>A signal with what its bits mean.</summary>
/// <param name="Signal">As it was told.</param>
/// <param name="Baseline">Number of the baseline whose bits it names.</param>
/// <param name="ChannelId">The channel that it is about; 0: all of them together.</param>
public sealed record ToldSignal(DetectorSignal Signal, int Baseline, int ChannelId);
