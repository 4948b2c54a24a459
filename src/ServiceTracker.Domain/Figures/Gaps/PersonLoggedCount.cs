using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>How many interactions somebody logged themselves.</summary>
/// <param name="StaffId">Who served.</param>
/// <param name="ChannelId">On which channel.</param>
/// <param name="Check">Quick log or full check.</param>
/// <param name="AllMet">All basics met.</param>
/// <param name="N">How many.</param>
public readonly record struct PersonLoggedCount(int StaffId, int ChannelId, CheckKind Check, bool AllMet, long N);
