using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Web.Pages.Overview;

/// <summary>Words of the overview for what is stored as a number.</summary>
public static class OverviewWords
{
    /// <summary>Where it sits.</summary>
    public static string Of(Seat seat) => seat switch
    {
        Seat.Chance => "Chance",
        Seat.System => "System",
        Seat.Site => "Place",
        Seat.Channel => "Channel",
        _ => "Person",
    };

    /// <summary>How far the work on a flag is.</summary>
    public static string Of(FlagStatus status) => status switch
    {
        FlagStatus.New => "nobody has looked yet",
        FlagStatus.Looking => "being looked into",
        FlagStatus.Acting => "being acted on",
        FlagStatus.Watching => "watched",
        _ => "closed",
    };
}
