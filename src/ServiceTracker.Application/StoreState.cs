namespace ServiceTracker.Application;

/// <summary>
/// Remembers the last failure to write until a write succeeds, for health and for every page. Damage is remembered until a check of the
/// whole file finds none: a write that succeeds says nothing about the pages beside it.
/// </summary>
public sealed class StoreState(TimeProvider clock)
{
    private Failure? failure;

    /// <summary>What is the matter, and since when; null while all is well.</summary>
    public Failure? Present => Volatile.Read(ref failure);

    /// <summary>The file is damaged: nothing more is to be written.</summary>
    public bool IsDamaged => Present?.Trouble == StoreTrouble.Damaged;

    /// <summary>This clock is so far from the store's, or before what is stored, that interactions may be filed on a wrong day.</summary>
    public bool ClockIsOff { get; set; }

    /// <summary>Notes a failure of the store; whatever is not the store's fault is passed over.</summary>
    public void Failed(StoreTrouble trouble)
    {
        if (!trouble.IsOfStore()) return;
        var now = Present;
        if (now?.Trouble == trouble || now?.Trouble == StoreTrouble.Damaged) return;
        Volatile.Write(ref failure, new Failure(trouble, now?.Since ?? clock.GetUtcNow()));
    }

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
