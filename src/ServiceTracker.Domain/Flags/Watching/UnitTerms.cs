using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>What a unit is told about its surroundings for a business week, but for what colleagues show from day to day.</summary>
/// <param name="Week">Day number of the Monday; another one: from an earlier week, and to be told anew.</param>
/// <param name="Terms">Colleagues' rates, normal variation, weights.</param>
/// <param name="Mix">How much harder a reason and an hour are; null for a channel or a site.</param>
internal sealed record UnitTerms(int Week, DetectorTerms Terms, CaseMixOffsets? Mix);
