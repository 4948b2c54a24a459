namespace ServiceTracker.Domain.Imports;

/// <summary>What an import made because a file named it.</summary>
public sealed record CreatedReferences(CreatedCodes Sites, CreatedCodes Teams, CreatedCodes Staff, CreatedCodes Channels, CreatedCodes Reasons)
{
    /// <summary>Nothing.</summary>
    public static CreatedReferences None { get; } = new(CreatedCodes.None, CreatedCodes.None, CreatedCodes.None, CreatedCodes.None, CreatedCodes.None);

    /// <summary>Each kind that has any, with its name.</summary>
    public IEnumerable<(string Kind, CreatedCodes Codes)> Kinds()
    {
        (string, CreatedCodes)[] all = [("sites", Sites), ("teams", Teams), ("people", Staff), ("channels", Channels), ("reasons", Reasons)];
        return all.Where(k => k.Item2.Count > 0);
    }
}

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
