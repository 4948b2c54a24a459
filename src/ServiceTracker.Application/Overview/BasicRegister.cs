using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>The basics of the baseline in force.</summary>
/// <param name="Baseline">The baseline.</param>
/// <param name="Share">How often each of its basics has to be met for the whole to reach its target, 0 to 1.</param>
/// <param name="Entries">Overdue reviews first, the longest overdue one first of all; then in the order of the baseline.</param>
public sealed record BasicRegister(Baseline Baseline, double Share, IReadOnlyList<BasicEntry> Entries);

/// <summary>A basic of the register.</summary>
/// <param name="Basic">The basic.</param>
/// <param name="IsOverdue">Its review date has passed.</param>
/// <param name="Now">How often it was met in the last weeks.</param>
/// <param name="Raise">How its bar could be raised; null where it is not met steadily above its share.</param>
public sealed record BasicEntry(Expectation Basic, bool IsOverdue, RateLevel Now, RaiseProposal? Raise);
