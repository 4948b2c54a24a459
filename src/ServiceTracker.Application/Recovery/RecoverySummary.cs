using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>How cases of some days went.</summary>
/// <param name="From">First business date on which a customer began to wait.</param>
/// <param name="To">The last one.</param>
/// <param name="Whole">All of them.</param>
/// <param name="Lines">By what was asked, A to Z; null for those of which it is not known.</param>
/// <param name="Recurring">What came again and again, the most often first.</param>
public sealed record RecoverySummary(
    DateOnly From, DateOnly To, RecoveryTally Whole, IReadOnlyList<(string? Of, RecoveryTally Tally)> Lines,
    IReadOnlyList<RecurringCause> Recurring);

/// <summary>The same cause behind several cases of the last <see cref="RecoverySummaryQuery.Days"/> days.</summary>
/// <param name="Count">How many cases.</param>
/// <param name="Since">Business date of the first of them.</param>
/// <param name="Changes">What was changed there since, oldest first.</param>
public sealed record RecurringCause(
    Site Site, Channel Channel, Reason? Reason, Cause Cause, int Count, DateOnly Since, IReadOnlyList<ProcessChange> Changes);
