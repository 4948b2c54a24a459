namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>A file of a week that is about to be sealed.</summary>
/// <param name="Name">Its plain name, such as <c>consistency.csv</c>.</param>
/// <param name="Rows">Rows without the header.</param>
/// <param name="Bytes">Bytes as it is given out.</param>
/// <param name="Sha256">SHA-256 of these, in small hexadecimal digits.</param>
internal sealed record DraftedFile(string Name, long Rows, long Bytes, string Sha256)
{
    /// <summary>Where its compressed bytes begin in the draft.</summary>
    public long Begin { get; init; }

    /// <summary>How many there are.</summary>
    public long Length { get; init; }
}
