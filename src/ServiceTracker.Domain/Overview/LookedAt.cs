namespace ServiceTracker.Domain.Overview;

/// <summary>What was really looked at: units with enough interactions to say anything about them.</summary>
/// <param name="People">People that were compared with colleagues; null where that was not asked.</param>
/// <param name="Channels">Channels of which at least one basic was compared.</param>
/// <param name="Basics">Basics that were compared with their own weeks before, or between places.</param>
/// <param name="TellsPeopleApart">There are enough people for one to be told from the others.</param>
public sealed record LookedAt(int? People, int Channels, int Basics, bool TellsPeopleApart)
{
    /// <summary>Nothing could be looked at.</summary>
    public bool IsNothing => Basics == 0 && !TellsPeopleApart;

    /// <summary>What was looked at and found to be no more than chance, as far as it goes.</summary>
    /// <param name="isCalm">Nothing stands out at all.</param>
    public string Words(bool isCalm)
    {
        if (IsNothing) return "Nothing could be compared yet.";
        var parts = new[]
        {
            TellsPeopleApart ? Count(People ?? 0, "person", "people") : null,
            Basics == 0 ? null : Count(Channels, "channel", "channels"),
            Basics == 0 ? null : Count(Basics, "basic", "basics"),
        }.OfType<string>();
        var people = TellsPeopleApart || People is null ? "" : " People cannot be told apart yet.";
        return $"Looked at {string.Join(", ", parts)}: nothing {(isCalm ? "" : "else ")}outside chance.{people}";
    }

    /// <summary>"1 person", "17 people".</summary>
    public static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
