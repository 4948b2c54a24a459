using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>What every column of the weekly files means.</summary>
[Authorize(Policy = nameof(Permission.SeesEverybody))]
public sealed class ColumnsModel : PageModel;
