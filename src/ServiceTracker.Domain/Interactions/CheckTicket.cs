namespace ServiceTracker.Domain.Interactions;

/// <summary>What was drawn for one of a person's own logs, as it is handed out, sealed, and comes back with the entry.</summary>
/// <param name="SiteId">Where it is to be logged.</param>
/// <param name="StaffId">Who served.</param>
/// <param name="ChannelId">On which channel.</param>
/// <param name="Number">Of the person's own logs there, from 1.</param>
/// <param name="Check">What was drawn.</param>
public sealed record CheckTicket(int SiteId, int StaffId, int ChannelId, int Number, CheckKind Check)
{
    /// <summary>Most numbers that are handed out ahead of the first one that is not used.</summary>
    public const int MostAhead = 256;

    /// <summary>How many of the largest used numbers tell the ones that are not used: further back there is none.</summary>
    public const int Window = 2 * MostAhead;

    /// <summary>The first numbers that are not used.</summary>
    /// <param name="used">The largest used ones, <see cref="Window"/> at most: with fewer there are no others.</param>
    /// <param name="count">How many are asked for, 1 to <see cref="MostAhead"/>. Only as many are given as lie less than
    /// <see cref="MostAhead"/> behind the first one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many are asked for.</exception>
    public static IReadOnlyList<int> Unused(IReadOnlyCollection<int> used, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostAhead);
        var taken = used.ToHashSet();
        var free = new List<int>(count);
        for (var number = used.Count < Window ? 1 : used.Min(); free.Count < count; number++)
        {
            if (taken.Contains(number)) continue;
            if (free.Count > 0 && number - free[0] >= MostAhead) break;
            free.Add(number);
        }

        return free;
    }
}
