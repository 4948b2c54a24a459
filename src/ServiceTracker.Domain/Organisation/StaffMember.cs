namespace ServiceTracker.Domain.Organisation;

/// <summary>A person who serves. May serve at any site; a leaver keeps their history, and may come back.</summary>
public sealed class StaffMember
{
    /// <summary>Most periods of service that one person may have.</summary>
    public const int MostPeriods = 50;

    public int Id { get; init; }

    /// <summary>What files, tills and phone systems call the person.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }
    public int HomeSiteId { get; set; }

    /// <summary>Usual team at the home site.</summary>
    public int? HomeTeamId { get; set; }

    /// <summary>What the person does, in the business's own words. An interaction keeps what it was then.</summary>
    public string? RoleTitle { get; set; }

    /// <summary>First day of the last period of service; absent means always.</summary>
    public DateOnly? ActiveFrom { get; set; }

    /// <summary>Last day of the last period of service; absent means still here.</summary>
    public DateOnly? ActiveTo { get; set; }

    /// <summary>The periods of service before the last one.</summary>
    public List<EarlierPeriod> EarlierPeriods { get; } = [];

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The last period of service.</summary>
    public ServicePeriod LastPeriod => new(ActiveFrom, ActiveTo);

    /// <summary>All periods of service, the first one first.</summary>
    public IReadOnlyList<ServicePeriod> Periods =>
        EarlierPeriods.Count == 0
            ? [LastPeriod] : [.. EarlierPeriods.OrderBy(p => p.Number).Select(p => new ServicePeriod(p.FirstDay, p.LastDay)), LastPeriod];

    /// <summary>Whether interactions of this business date may be theirs.</summary>
    public bool IsActiveOn(DateOnly date) =>
        LastPeriod.Holds(date) || EarlierPeriods.Exists(p => new ServicePeriod(p.FirstDay, p.LastDay).Holds(date));

    /// <summary>Whether all periods of service have ended before this business date.</summary>
    public bool HasLeftBy(DateOnly date) => ActiveTo < date;

    /// <summary>Replaces all periods of service.</summary>
    /// <param name="periods">At least one, each after the one before it.</param>
    public void Serve(IReadOnlyList<ServicePeriod> periods)
    {
        // Those that stay keep their rows, whose numbers are their keys.
        EarlierPeriods.RemoveAll(p => p.Number >= periods.Count);
        for (var n = 1; n < periods.Count; n++)
        {
            var (first, last) = (periods[n - 1].From, periods[n - 1].To!.Value);
            if (EarlierPeriods.Find(p => p.Number == n) is { } known) (known.FirstDay, known.LastDay) = (first, last);
            else EarlierPeriods.Add(new EarlierPeriod { Number = (short)n, FirstDay = first, LastDay = last });
        }

        (ActiveFrom, ActiveTo) = (periods[^1].From, periods[^1].To);
    }

    /// <summary>Periods of service of two people who are one: those that overlap or follow each other without a gap become one.</summary>
    public static IReadOnlyList<ServicePeriod> Union(IEnumerable<ServicePeriod> periods)
    {
        var union = new List<ServicePeriod>();
        foreach (var period in periods.OrderBy(p => p.From ?? DateOnly.MinValue))
        {
            if (union.Count > 0 && (union[^1].To is not { } end || period.From is not { } from || from.DayNumber <= end.DayNumber + 1))
                union[^1] = union[^1] with { To = union[^1].To is { } a && period.To is { } b ? (a > b ? a : b) : null };
            else union.Add(period);
        }

        return union;
    }
}
