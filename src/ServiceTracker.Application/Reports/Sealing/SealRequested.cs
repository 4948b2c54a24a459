using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>What came of asking for a week to be sealed.</summary>
/// <param name="Seal">The newest revision; null where somebody has to agree first.</param>
/// <param name="IsNew">Whether it is new.</param>
/// <param name="Approval">What somebody has to agree to.</param>
public sealed record SealRequested(WeekSeal? Seal, bool IsNew, SealApproval? Approval);
