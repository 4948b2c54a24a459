namespace ServiceTracker.Domain.Imports;

/// <summary>What an import made because a file named it.</summary>
public sealed record CreatedReferences(
    CreatedCodes Sites, CreatedCodes Teams, CreatedCodes Staff, CreatedCodes Channels, CreatedCodes Reasons)
{
    /// <summary>Nothing.</summary>
    public static CreatedReferences None { get; } = new(
        CreatedCodes.None, CreatedCodes.None, CreatedCodes.None, CreatedCodes.None, CreatedCodes.None);

    /// <summary>Each kind that has any, with its name.</summary>
    public IEnumerable<(string Kind, CreatedCodes Codes)> Kinds()
    {
        (string, CreatedCodes)[] all = [
            ("sites", Sites), ("teams", Teams), ("people", Staff), ("channels", Channels), ("reasons", Reasons)];
        return all.Where(k => k.Item2.Count > 0);
    }
}
