namespace ServiceTracker.Application;

/// <summary>
/// Remembers the last failure to write until a write succeeds, for health and for every page. Damage is remembered until a check of the
/// whole file finds none: a write that succeeds says nothing about the pages beside it.
/// </summary>
public sealed class StoreState(TimeProvider clock)
{
    private Failure? failure;
    private IReadOnlyList<AwayServer> away = [];
    private bool isReadOnly;

    /// <summary>What is the matter, and since when; null while all is well.</summary>
    public Failure? Present => Volatile.Read(ref failure);

    /// <summary>The file is damaged: nothing more is to be written.</summary>
    public bool IsDamaged => Present?.Trouble == StoreTrouble.Damaged;

    /// <summary>It was opened for reading alone, since it could not be written then.</summary>
    public bool IsReadOnly => Volatile.Read(ref isReadOnly);

    /// <summary>Why nothing is even tried to be written, or null.</summary>
    public StoreTrouble? Closed => IsDamaged ? StoreTrouble.Damaged : IsReadOnly ? StoreTrouble.ReadOnly : null;

    /// <summary>Servers of a spread store that do not answer, while the rest of it does; empty for a store on one server.</summary>
    public IReadOnlyList<AwayServer> Away
    {
        get => Volatile.Read(ref away);
        set => Volatile.Write(ref away, value);
    }

    /// <summary>This clock is so far from the store's, or before what is stored, that interactions may be filed on a wrong day.</summary>
    public bool ClockIsOff { get; set; }

    /// <summary>Whether the interactions of a site lie on a server that does not answer: then whoever asks is told at once, and nobody else
    /// waits for it.</summary>
    public bool IsAway(int siteId)
    {
        var servers = Away;
        for (var i = 0; i < servers.Count; i++)
        {
            if (servers[i].SiteIds.Contains(siteId)) return true;
        }

        return false;
    }

    /// <summary>Those of these sites that can be asked, or null where all can.</summary>
    public int[]? Reachable(IEnumerable<int> siteIds) => Away.Count == 0 ? null : [.. siteIds.Where(s => !IsAway(s))];

    /// <summary>Notes a failure of the store; whatever is not the store's fault is passed over.</summary>
    public void Failed(StoreTrouble trouble)
    {
        if (!trouble.IsOfStore() || trouble == StoreTrouble.PartAway) return;
        var now = Present;
        if (now?.Trouble == trouble || now?.Trouble == StoreTrouble.Damaged) return;
        // Whatever else happens to it meanwhile, that it is only read is what people have to know.
        if (IsReadOnly && now is not null && trouble != StoreTrouble.Damaged) return;
        Volatile.Write(ref failure, new Failure(trouble, now?.Since ?? clock.GetUtcNow()));
    }

    /// <summary>Notes that it is read and not written, until it is <see cref="Reopened"/>.</summary>
    public void OpenedReadOnly()
    {
        Volatile.Write(ref isReadOnly, true);
        Failed(StoreTrouble.ReadOnly);
    }

    /// <summary>Notes that it may be written after all.</summary>
    public void Reopened() => Volatile.Write(ref isReadOnly, false);

    /// <summary>Notes that something was written.</summary>
    public void Wrote()
    {
        if (Present is { Trouble: not StoreTrouble.Damaged }) Volatile.Write(ref failure, null);
    }

    /// <summary>Notes that the whole file was checked and is sound.</summary>
    public void Checked() => Volatile.Write(ref failure, null);

    /// <summary>A failure to write.</summary>
    /// <param name="Trouble">The latest kind.</param>
    /// <param name="Since">When the first of them in a row was noticed.</param>
    public sealed record Failure(StoreTrouble Trouble, DateTimeOffset Since);
}
