namespace ServiceTracker.Application;

/// <summary>Nothing is written to a damaged store.</summary>
public sealed class StoreDamagedException() : Exception(StoreTrouble.Damaged.Sentence());
