using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>What customers' conduct did to service, and where people were pointed to somebody who could help.</summary>
/// <param name="Whole">All of it.</param>
/// <param name="ByChannel">By channel, A to Z.</param>
/// <param name="ByHour">By the hour of the site's clock, 0 to 23.</param>
/// <param name="ByCause">By what was said to have got in the way; null where nothing was. One with several causes is in several
/// lines.</param>
public sealed record SafetyReport(
    SafetyCount Whole, IReadOnlyList<(Channel Of, SafetyCount Count)> ByChannel, IReadOnlyList<(int Of, SafetyCount Count)> ByHour,
    IReadOnlyList<(Cause? Of, SafetyCount Count)> ByCause);

/// <summary>How many interactions.</summary>
/// <param name="Proposed">Of which somebody says that the customer's conduct made service impossible; they count as before.</param>
/// <param name="Confirmed">Of which a manager agreed; they are in no other figure.</param>
/// <param name="Referred">In which the customer was pointed to somebody who can help: a success.</param>
public sealed record SafetyCount(int Proposed, int Confirmed, int Referred);
