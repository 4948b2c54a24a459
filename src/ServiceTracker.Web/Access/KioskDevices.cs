using System.Reflection;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.Extensions.Options;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Access;

/// <summary>
/// Knows the devices of the counter by their cookie. Only the pages of the kiosk ask for this; to every other page and call whoever
/// comes with this cookie alone is a stranger.
/// </summary>
public sealed class KioskDevices(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Kiosk";

    private const string CookieName = CookieNames.Prefix + "-device", PairingPage = "/kiosk/pair";

    // As long as browsers keep any.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>The program's version.</summary>
    internal static readonly string? Version =
        typeof(KioskDevices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>Gives a browser the cookie of a device.</summary>
    public static void Pair(HttpContext context, string secret) =>
        context.Response.Cookies.Append(CookieName, secret, CookieOptions(context, Kept));

    /// <summary>The device that a page of the kiosk was asked for by.</summary>
    public static Device Of(HttpContext context) =>
        context.Features.Get<Device>() ?? throw new InvalidOperationException("This page does not ask for a device.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[CookieName] is not { Length: > 0 } secret) return AuthenticateResult.NoResult();
        var devices = Context.RequestServices.GetRequiredService<DeviceAccess>();
        if (await devices.FindAsync(secret, Version, Context.RequestAborted) is not { } device)
            return AuthenticateResult.Fail("Unknown device.");
        Context.Features.Set(device);
        // The forms of one device are not another's.
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, device.ActorId)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // What its pages call is answered to them: a page is where somebody can do something about it.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<ActionDescriptor>() is null)
            return Problems.Of(
                StatusCodes.Status401Unauthorized, "unknown_device", "This device is not known.", "Pair it again.").ExecuteAsync(Context);
        Context.Response.Cookies.Delete(CookieName, CookieOptions(Context, null));
        Context.Response.Redirect(PairingPage);
        return Task.CompletedTask;
    }

    private static CookieOptions CookieOptions(HttpContext context, TimeSpan? kept) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
        MaxAge = kept,
    };
}
