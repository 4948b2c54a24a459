namespace ServiceTracker.Domain.Imports;

/// <summary>How many things of one kind were made, and which.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Codes">The first <see cref="Shown"/>, in the order of the file; of a team site/team.</param>
public sealed record CreatedCodes(int Count, IReadOnlyList<string> Codes)
{
    /// <summary>Most codes that are told.</summary>
    public const int Shown = 100;

    /// <summary>Nothing.</summary>
    public static CreatedCodes None { get; } = new(0, []);

    /// <summary>All of these.</summary>
    public static CreatedCodes Of(IReadOnlyCollection<string> codes) => codes.Count == 0 ? None : new(codes.Count, [.. codes.Take(Shown)]);
}
