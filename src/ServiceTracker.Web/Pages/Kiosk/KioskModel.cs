using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Kiosk;

/// <summary>A page of a device on which somebody says who they are.</summary>
public abstract class KioskModel(DeviceAccess access, MasterDataReader master, TimeProvider clock) : PageModel
{
    public Device Device => KioskDevices.Of(HttpContext);

    public Site Site { get; private set; } = null!;

    /// <summary>Who may come in here, by name.</summary>
    public IReadOnlyList<StaffMember> People { get; private set; } = [];

    /// <summary>The numbers of those whose PIN was entered and who were not locked out since.</summary>
    public IReadOnlySet<int> Open { get; private set; } = new HashSet<int>();

    protected DeviceAccess Access => access;

    protected async Task LoadAsync(CancellationToken cancellation)
    {
        var data = await master.GetAsync(cancellation);
        Site = data.Sites[Device.SiteId];
        People = DeviceAccess.PeopleAt(data, Site, clock.GetUtcNow().UtcDateTime);
        Open = await access.OpenAsync(Device, cancellation);
    }
}
