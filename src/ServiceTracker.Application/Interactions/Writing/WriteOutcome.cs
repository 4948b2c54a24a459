namespace ServiceTracker.Application.Interactions.Writing;

/// <summary>What became of one interaction, and which stored one it met.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="SiteId">Site of the stored one.</param>
/// <param name="Id">Id of the stored one.</param>
/// <param name="Trouble">What is the matter with the store, where it is unavailable.</param>
public readonly record struct WriteOutcome(WriteStatus Status, int SiteId, Guid Id, StoreTrouble Trouble = StoreTrouble.None);
