using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Rounds;

/// <summary>What rounds of whole weeks found, before it is stored.</summary>
/// <param name="From">The first week that was looked at; what was found from it on is found anew.</param>
/// <param name="Last">The last week that is over.</param>
/// <param name="Found">All findings of these weeks.</param>
internal sealed record RoundsTaken(IsoWeek From, IsoWeek Last, IReadOnlyList<RoundFinding> Found);
