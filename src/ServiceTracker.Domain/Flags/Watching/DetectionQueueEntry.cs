using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>Days of people at a site whose interactions changed, waiting to be watched: what one transaction touched.</summary>
public sealed class DetectionQueueEntry
{
    private static readonly DateOnly Decision = new(9999, 1, 1);

    public int SiteId { get; init; }

    /// <summary>Its own id, in order of time.</summary>
    public Guid Id { get; init; }

    /// <summary>The first business date of them.</summary>
    public DateOnly FirstDate { get; init; }

    /// <summary>The last one.</summary>
    public DateOnly LastDate { get; init; }

    /// <summary>Whose interactions of the last date changed, 0 for nobody's in particular; whole numbers in 7-bit groups, the lowest
    /// first.</summary>
    public byte[] Staff { get; init; } = [];

    /// <summary>A person decided something about flags: no interaction changed.</summary>
    public bool IsDecision => LastDate == Decision;

    /// <summary>The entry that tells that somebody decided something about a flag.</summary>
    /// <param name="flag">Which.</param>
    /// <param name="today">The business date.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    public static DetectionQueueEntry OfDecision(Flag flag, DateOnly today, DateTime utcNow)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return new()
        {
            SiteId = flag.SiteId,
            Id = Guid.CreateVersion7(utcNow),
            FirstDate = today,
            LastDate = Decision,
            Staff = Pack([flag.StaffId ?? 0]),
        };
    }

    /// <summary>The entry that tells that what is usual at a site is to be learnt anew from a day on.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="date">From when on; not after today.</param>
    /// <param name="today">The present business date there.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    public static DetectionQueueEntry OfChange(int siteId, DateOnly date, DateOnly today, DateTime utcNow) => new()
    {
        SiteId = siteId,
        Id = Guid.CreateVersion7(utcNow),
        // A day that is open was begun without the change: it begins again only behind a day that is over.
        FirstDate = date < today ? date : today.AddDays(-1),
        LastDate = today,
    };

    /// <summary>An entry for each site.</summary>
    /// <param name="days">Days of people on channels.</param>
    /// <param name="utcNow">The present instant, UTC.</param>
    public static IEnumerable<DetectionQueueEntry> Of(IEnumerable<StaffDay> days, DateTime utcNow) =>
        days.GroupBy(d => d.SiteId).Select(site =>
        {
            var last = site.Max(d => d.Date);
            return new DetectionQueueEntry
            {
                SiteId = site.Key,
                Id = Guid.CreateVersion7(utcNow),
                FirstDate = site.Min(d => d.Date),
                LastDate = last,
                Staff = Pack(site.Where(d => d.Date == last).Select(d => d.StaffId ?? 0).Distinct().Order()),
            };
        });

    /// <summary>Whose interactions of the last date changed.</summary>
    public IEnumerable<int> StaffOfLastDate()
    {
        using var reader = new BinaryReader(new MemoryStream(Staff, writable: false));
        while (reader.BaseStream.Position < reader.BaseStream.Length) yield return reader.Read7BitEncodedInt();
    }

    private static byte[] Pack(IEnumerable<int> numbers)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var number in numbers) writer.Write7BitEncodedInt(number);
        writer.Flush();
        return bytes.ToArray();
    }
}
