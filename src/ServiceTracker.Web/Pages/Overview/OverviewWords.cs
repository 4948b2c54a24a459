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

    /// <summary>What sits there, as many as an answer has room for: people A to Z, others as they are.</summary>
    public static string Listed(Seat seat, IEnumerable<Concern> concerns)
    {
        const int MostPeople = 8, MostOthers = 3;
        List<string> names = seat == Seat.Person
            ? [.. concerns.Select(c => c.InShort).Distinct().Order(StringComparer.OrdinalIgnoreCase)]
            : [.. concerns.Select(c => c.Name).Distinct()];
        var most = seat == Seat.Person ? MostPeople : MostOthers;
        return string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
    }

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
