namespace ServiceTracker.Domain.Interactions;

/// <summary>Packs changes into pages, site by site, in the order in which they are added.</summary>
public sealed class ChangePages
{
    private const int BytesOfId = 16;

    private readonly List<ChangePage> full = [];
    private readonly SortedDictionary<int, (MemoryStream Bytes, int Count)> open = [];

    /// <summary>How many changes were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a change behind those of its site.</summary>
    public void Add(ChangedInteraction change)
    {
        var (bytes, count) = open.TryGetValue(change.SiteId, out var begun) ? begun : (new MemoryStream(), 0);
        using (var writer = new BinaryWriter(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write((byte)change.Kind);
            writer.Write7BitEncodedInt64((change.At.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);
            Span<byte> id = stackalloc byte[BytesOfId];
            change.Id.TryWriteBytes(id);
            writer.Write(id);
        }

        Count++;
        open[change.SiteId] = (bytes, ++count);
        if (count < ChangePage.MostChanges) return;
        full.Add(Page(change.SiteId, bytes, count));
        open.Remove(change.SiteId);
    }

    /// <summary>The pages, those of a site in their order, without their positions.</summary>
    public IReadOnlyList<ChangePage> Pages() => [.. full, .. open.Select(o => Page(o.Key, o.Value.Bytes, o.Value.Count))];

    private static ChangePage Page(int siteId, MemoryStream bytes, int count) =>
        new() { SiteId = siteId, Count = count, Packed = bytes.ToArray() };
}
