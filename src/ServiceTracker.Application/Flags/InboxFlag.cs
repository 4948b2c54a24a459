using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>A flag in the list of what needs somebody.</summary>
/// <param name="Details">The flag and what it is about.</param>
/// <param name="Turn">Why it has its place.</param>
/// <param name="Age">Days since it was detected, by the site's calendar.</param>
/// <param name="Parts">What is part of it: nobody has to do anything about those.</param>
public sealed record InboxFlag(FlagDetails Details, FlagTurn Turn, int Age, IReadOnlyList<FlagDetails> Parts);
