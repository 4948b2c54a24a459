using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>All reasons.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class ReasonsModel(MasterDataReader master) : PageModel
{
    public IReadOnlyList<ReasonRow> Rows { get; private set; } = [];

    /// <summary>A reason in the list.</summary>
    public sealed record ReasonRow(string Code, string Name, string Icon, bool IsComplaint);

    public async Task OnGetAsync(CancellationToken cancellation) =>
        Rows = [
            .. (await master.GetAsync(cancellation)).Reasons.All.Select(x => new ReasonRow(x.Code, x.Name, x.Icon ?? "", x.IsComplaint))
            .OrderBy(x => x.Name, StringComparer.OrdinalIgnoreCase)];
}
