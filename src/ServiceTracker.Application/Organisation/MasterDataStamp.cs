namespace ServiceTracker.Application.Organisation;

/// <summary>One row that counts changes to master data, so that every server notices them.</summary>
public sealed class MasterDataStamp
{
    /// <summary>The only row's key.</summary>
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;
    public long Revision { get; set; }
}
