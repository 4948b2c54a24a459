namespace ServiceTracker.Web.Hosting;

/// <summary>What files that are written for downloading may take from everybody else.</summary>
public sealed record ExportLimits
{
    /// <summary>Files written at a time. One person's thirty downloads must not make everybody wait at the counter.</summary>
    public int AtATime { get; init; } = 2;

    /// <summary>How long one more waits for a place before it is told to come back.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a reader may take nothing: some kilobytes in so long are slow, none are a reader who has gone. Its place, and the
    /// connection to the database behind it, are then given to others.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes a second, before they are packed, that a reader takes of a file at least, once <see cref="Idle"/> is used up: a telephone at
    /// the edge of its network does. A file of 100 MB then holds its place for an hour at most, however it is read.
    /// </summary>
    public int LeastRate { get; init; } = 32 << 10;
}
