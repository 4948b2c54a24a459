using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>What one turn of the watch over a site found, before it is stored.</summary>
internal sealed class WatchTurn
{
    /// <summary>The first day that was looked at; what was told from it on is told anew. Where nothing is kept of earlier days, the first
    /// of all: what was kept of days that have become empty goes as well.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The business day that was open, however long the turn takes.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Whether days that are over were taken, and not only the open one.</summary>
    public bool TakesDays => From < Today;

    /// <summary>Everything told from that day on, in order.</summary>
    public List<WatchedSignal> Told { get; } = [];

    /// <summary>Ends of days that are to be kept.</summary>
    public List<WatchSnapshot> Snapshots { get; } = [];

    /// <summary>How units stood at the ends of weeks, and stand now.</summary>
    public List<(DateOnly Week, int StaffId, int ChannelId, Domain.Flags.Detection.UnitFigures Figures)> Units { get; } = [];
}
