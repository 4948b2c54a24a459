using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Application.Flags.Watching;

/// <summary>A site as the watching server has it in memory: the days that are over, and the interactions of the one that is not.</summary>
internal sealed class WatchSession(SiteWatch watch)
{
    /// <summary>Through yesterday, with today open.</summary>
    public SiteWatch Watch { get; } = watch;

    /// <summary>Version of the site's row that it belongs to.</summary>
    public long Version { get; set; }

    /// <summary>The business day that is open.</summary>
    public DateOnly Today { get; set; }

    /// <summary>Revision of the master data by which it was looked at.</summary>
    public long Revision { get; set; }

    /// <summary>Today's interactions by person, 0 for nobody's in particular.</summary>
    public Dictionary<int, WatchedInteraction[]> Rows { get; } = [];

    /// <summary>What today brought when it began: labels that were settled.</summary>
    public IReadOnlyList<WatchedSignal> AtOpen { get; set; } = [];

    /// <summary>Adds to a turn what today has told so far.</summary>
    public void TellToday(WatchTurn turn, WatchGround ground)
    {
        turn.Told.AddRange(AtOpen);
        turn.Told.AddRange(Watch.Preview([.. Rows.Values.SelectMany(r => r)], ground));
    }
}
