namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>What one person delivered on one channel.</summary>
/// <param name="Staff">Code or number of the person.</param>
/// <param name="Channel">Code or number of the channel.</param>
/// <param name="K">Scored interactions in which it was met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct StaffChannelCount(string Staff, string Channel, long K, long N);
