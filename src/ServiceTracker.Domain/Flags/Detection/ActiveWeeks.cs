namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Weeks with at least one interaction, counted from the first one's day on: a stray interaction half a year before somebody
/// really begins is one week, not twenty-five.</summary>
/// <param name="Start">Day number of the first interaction; −1 before it.</param>
/// <param name="Count">Weeks with an interaction, the running one included.</param>
/// <param name="Last">Number of the last of them since the start.</param>
public readonly record struct ActiveWeeks(int Start = -1, int Count = 0, int Last = -1)
{
    /// <summary>Nothing seen yet.</summary>
    public static ActiveWeeks None { get; } = new(-1, 0, -1);

    internal ActiveWeeks With(int day)
    {
        var start = Start < 0 ? day : Start;
        var week = (day - start) / 7;
        return week == Last ? this : new(start, Count + 1, week);
    }

    /// <summary>Active weeks that are over on a day.</summary>
    internal int Before(int day) => Start < 0 ? 0 : (day - Start) / 7 == Last ? Count - 1 : Count;
}
