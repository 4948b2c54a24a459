using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Organisation;

/// <summary>All channels.</summary>
[Authorize(Policy = nameof(Permission.Administers))]
public sealed class ChannelsModel(MasterDataReader master) : PageModel
{
    public IReadOnlyList<ChannelRow> Rows { get; private set; } = [];

    /// <summary>A channel in the list.</summary>
    public sealed record ChannelRow(string Code, string Name, string Kind);

    public async Task OnGetAsync(CancellationToken cancellation) =>
        Rows = [
            .. (await master.GetAsync(cancellation)).Channels.All.Select(x =>
                new ChannelRow(x.Code, x.Name, SnakeCase<ChannelKind>.Text(x.Kind))).OrderBy(x =>
                    x.Name, StringComparer.OrdinalIgnoreCase)];
}
