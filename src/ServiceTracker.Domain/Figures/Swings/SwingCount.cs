using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Figures.Swings;

/// <summary>What one person delivered on one channel in one week at a site.</summary>
/// <param name="Staff">Number of the person.</param>
/// <param name="Channel">Number of the channel.</param>
/// <param name="Week">The week.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct SwingCount(int Staff, int Channel, IsoWeek Week, long K, long N);
