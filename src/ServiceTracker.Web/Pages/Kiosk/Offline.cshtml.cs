using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Kiosk;

/// <summary>The shell of the log page that works without the network. It says nothing about anybody: a device's browser keeps it, and
/// draws what it has encrypted.</summary>
[Authorize(Policy = Policies.AtDevice)]
public sealed class OfflineModel : PageModel;
