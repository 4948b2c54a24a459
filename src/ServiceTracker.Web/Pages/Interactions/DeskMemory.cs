using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>What this device logs by habit: site, person and channel, by their codes. It says nothing about who is signed in.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Person">Code of who serves.</param>
/// <param name="Channel">Code of the channel.</param>
public sealed record DeskMemory(string? Site, string? Person, string? Channel)
{
    private const string CookieName = CookieNames.Prefix + "-desk", SiteKey = "s", PersonKey = "p", ChannelKey = "c";

    // A cookie of that size is not ours.
    private const int MostChars = 2000;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>What the device remembers.</summary>
    public static DeskMemory Of(HttpRequest request)
    {
        var kept = QueryHelpers.ParseNullableQuery(
            request.Cookies[CookieName] is { Length: <= MostChars } cookie ? cookie : null);
        return new(Value(SiteKey), Value(PersonKey), Value(ChannelKey));

        string? Value(string key) =>
            kept?.GetValueOrDefault(key).ToString() is { Length: > 0 } value && Application.StorableText.IsStorable(value) ? value : null;
    }

    /// <summary>Lets the device remember it, where it is something else than before.</summary>
    public void Keep(HttpContext context)
    {
        if (this == Of(context.Request)) return;
        var text = QueryHelpers.AddQueryString("", new Dictionary<string, string?>
        {
            [SiteKey] = Site,
            [PersonKey] = Person,
            [ChannelKey] = Channel,
        });
        context.Response.Cookies.Append(CookieName, text.TrimStart('?'), new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = Kept,
        });
    }
}
