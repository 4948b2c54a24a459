namespace ServiceTracker.Application.Flags.Watching;

/// <summary>What the watching server remembers from turn to turn.</summary>
public sealed class WatchMemory
{
    private readonly Dictionary<int, DateOnly> looked = [];

    internal WatchSessions Sessions { get; } = new();

    /// <summary>Sites whose days were looked at since rounds of their weeks were held.</summary>
    internal HashSet<int> RoundsDue { get; } = [];

    /// <summary>Forgets everything, as when the program starts.</summary>
    public void Forget()
    {
        looked.Clear();
        RoundsDue.Clear();
        Sessions.Clear();
    }

    /// <summary>Whether a site has not been looked at on this business day: days begin, and weeks end, without anybody logging
    /// anything.</summary>
    internal bool IsDue(int site, DateOnly today) => !looked.TryGetValue(site, out var last) || last != today;

    internal void Looked(int site, DateOnly today) => looked[site] = today;
}
