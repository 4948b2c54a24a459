using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Overview;

/// <summary>
/// The three questions of whoever manages service, each answered in one sentence: where are the basics not reliable; is it the person, the
/// channel or the system; what changed. Nothing is claimed of what was not looked at.
/// </summary>
/// <param name="Concerns">What stands out now, what matters most first.</param>
/// <param name="Looked">What was looked at.</param>
/// <param name="Weeks">Whole weeks with interactions up to the one shown, of the thirty that are looked at.</param>
public sealed record OverviewAnswers(IReadOnlyList<Concern> Concerns, LookedAt Looked, int Weeks)
{
    /// <summary>Nothing stands out in what was looked at.</summary>
    public bool IsCalm => Concerns.Count == 0 && !Looked.IsNothing;

    /// <summary>There is too little for any answer.</summary>
    public bool IsTooFew => Concerns.Count == 0 && Looked.IsNothing;

    /// <summary>Where are the basics not reliable?</summary>
    public string Where => IsTooFew
        ? $"Too little yet: {MinimumSample.Weeks + RateShift.WeeksNow} weeks are needed, {Weeks} {(Weeks == 1 ? "is" : "are")} there"
        : Concerns is [var first, ..] ? first.Sentence : "Nothing needs you this week";

    /// <summary>Is it the person, the channel or the system?</summary>
    public string WhoOrWhat
    {
        get
        {
            if (IsTooFew) return "Not told yet";
            var seats = Concerns.Select(c => c.Seat).Distinct().ToList();
            return seats switch
            {
                [] => Looked.TellsPeopleApart ? "Neither: no person and no channel stands out" : "No channel stands out",
                [Seat.Person] => Places(c => c.Person) is [var one] ? $"One person: {one}{NotChannels}"
                    : $"{Places(c => c.Person).Count} people{NotChannels}",
                [Seat.Channel] => Places(c => c.Channel) is [var one] ? $"The channel: {one}{NotPeople}"
                    : $"{Places(c => c.Channel).Count} channels{NotPeople}",
                [Seat.Site] => Places(c => c.Site) is [var one] ? $"The place: {one}{NotPeople}"
                    : $"{Places(c => c.Site).Count} places{NotPeople}",
                [Seat.System] => Concerns.All(c => c.Kind == ConcernKind.Hours) ? $"The system: it is the hour{NotPeople}"
                    : $"The system: every channel alike{NotPeople}",
                _ => $"Mixed: {Listed([.. new[]
                {
                    Number(Seat.System, _ => "", "system matter", "system matters"),
                    Number(Seat.Site, c => c.Site, "place", "places"),
                    Number(Seat.Channel, c => c.Channel, "channel", "channels"),
                    Number(Seat.Person, c => c.Person, "person", "people"),
                }.OfType<string>()])}",
            };
        }
    }

    /// <summary>What changed since last week?</summary>
    /// <param name="before">The concerns of the week before, found in the same way.</param>
    /// <param name="recorded">What people recorded to have changed since then, the newest first.</param>
    /// <param name="since">The day from which on it is new.</param>
    public string Changed(IReadOnlyList<Concern> before, IReadOnlyList<RecordedChange> recorded, DateOnly since)
    {
        var (day, fresh, gone) = (Concern.Day(since), Without(Concerns, before), Without(before, Concerns));
        if (fresh is [var first, ..]) return $"New since {day}: {first.Name}{And(fresh.Count - 1)}";
        if (gone is [var over]) return $"No longer since {day}: {over.Name}";
        if (gone.Count > 1) return $"Nothing new since {day}; {gone.Count} matters are over";
        if (recorded is [var change, ..]) return $"Since {day}: {change.What}{And(recorded.Count - 1)}";
        return IsTooFew ? "Not told yet" : $"Nothing new since {day}";

        static string And(int more) => more == 0 ? "" : $" and {more} more";
    }

    /// <summary>Concerns of which there is none about the same thing among others.</summary>
    public static IReadOnlyList<Concern> Without(IReadOnlyList<Concern> some, IReadOnlyList<Concern> others)
    {
        var known = others.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return [.. some.Where(c => !known.Contains(c.Name))];
    }

    private string NotPeople => Looked.TellsPeopleApart ? $"; none of {Looked.People} people stands out" : "";

    private string NotChannels => Looked.Channels > 0 ? "; no channel stands out" : "";

    private List<string> Places(Func<Concern, string?> place) =>
        [.. Concerns.Select(place).OfType<string>().Distinct().Order(StringComparer.OrdinalIgnoreCase)];

    private string? Number(Seat seat, Func<Concern, string?> place, string one, string many)
    {
        var count = Concerns.Where(c => c.Seat == seat).Select(place).Distinct().Count();
        return count == 0 ? null : LookedAt.Count(count, one, many);
    }

    private static string Listed(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
}
