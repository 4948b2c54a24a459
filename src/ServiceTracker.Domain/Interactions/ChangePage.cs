namespace ServiceTracker.Domain.Interactions;

/// <summary>
/// Changes of one site's interactions that were taken in together, in their order. A row for each would cost the store a third of the
/// interaction itself; packed, one is some twenty bytes.
/// </summary>
public sealed class ChangePage
{
    /// <summary>Most changes on a page.</summary>
    public const int MostChanges = 1000;

    /// <summary>Place among all pages: whoever has read up to one has missed nothing before it. From 1.</summary>
    public long Position { get; init; }

    public int SiteId { get; init; }

    /// <summary>Number of changes, 1 to <see cref="MostChanges"/>.</summary>
    public int Count { get; init; }

    /// <summary>Each change as its kind, its instant in milliseconds and the interaction's id.</summary>
    public byte[] Packed { get; init; } = [];

    /// <summary>The changes, in their order.</summary>
    public IEnumerable<ChangedInteraction> Unpack()
    {
        using var reader = new BinaryReader(new MemoryStream(Packed, writable: false));
        for (var i = 0; i < Count; i++)
        {
            var kind = (ChangeKind)reader.ReadByte();
            var at = DateTime.UnixEpoch.AddMilliseconds(reader.Read7BitEncodedInt64());
            yield return new ChangedInteraction(kind, at, SiteId, new Guid(reader.ReadBytes(16)));
        }
    }
}
