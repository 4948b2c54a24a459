using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Application.People;

/// <summary>A basic of a person.</summary>
/// <param name="Basic">The basic, as the baseline in force has it; null: all basics together.</param>
/// <param name="Own">The person's own counts, compared or not.</param>
/// <param name="Beside">Beside the others on the same channels in the same weeks; null where that cannot be told.</param>
/// <param name="BesideGood">Beside those of them who are reliable; null where that cannot be told.</param>
public sealed record PersonBasic(Expectation? Basic, ExpectationTally Own, BesideOthers? Beside, BesideOthers? BesideGood);
