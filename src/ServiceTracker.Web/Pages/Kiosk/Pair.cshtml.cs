using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Web.Pages.Kiosk;

/// <summary>Makes this browser a device of the counter, by a code that a manager was shown.</summary>
[AllowAnonymous]
public sealed class PairModel(DeviceAdministration administration, GuessLimiter limiter) : PageModel
{
    private static readonly GuessLimiter.Kind ByAddress = new("pairing ", 10, TimeSpan.FromMinutes(15));

    /// <summary>The code, typed or from the address that a picture holds.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        (GuessLimiter.Kind, string) guess = (ByAddress, HttpContext.Connection.RemoteIpAddress?.ToString() ?? "");
        var wait = limiter.TryBegin(guess);
        if (wait > TimeSpan.Zero)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
            ModelState.AddModelError(nameof(Code), $"Too many wrong codes. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds.");
            return Page();
        }

        if (await administration.PairAsync(Code, cancellation) is not { } paired)
        {
            ModelState.AddModelError(
                nameof(Code), "This code is used, too old or not complete. A manager makes a new one on the page of devices.");
            return Page();
        }

        limiter.Right(guess);
        KioskDevices.Pair(HttpContext, paired.Secret);
        return Redirect("/kiosk");
    }
}
