using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Deliveries;

/// <summary>The form of a delivery with what can be chosen.</summary>
/// <param name="Input">What stands in it.</param>
/// <param name="Sites">The sites there are.</param>
/// <param name="IsNew">Whether it has still to be named.</param>
public sealed record DeliveryFields(DeliveryForm Input, IReadOnlyList<Site> Sites, bool IsNew);
