using ServiceTracker.Application.Flags.Rounds;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

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

    /// <summary>Rounds of whole weeks that were held; null where none was due.</summary>
    public RoundsTaken? Rounds { get; set; }

    /// <summary>How units stood at the ends of weeks, and stand now.</summary>
    public List<(DateOnly Week, int StaffId, int ChannelId, Domain.Flags.Detection.UnitFigures Figures)> Units { get; } = [];

    /// <summary>The last Sunday whose round holds after the turn: those of weeks that were looked at anew are to be held again.</summary>
    /// <param name="row">How far the watch had come when the turn began.</param>
    public DateOnly? RoundsThrough(WatchedSite? row) => Rounds is { } taken ? taken.Last.Sunday
        : row?.RoundsThrough is { } held && TakesDays && From <= held ? IsoWeek.Of(From).AddWeeks(-1).Sunday
        : row?.RoundsThrough;
}
