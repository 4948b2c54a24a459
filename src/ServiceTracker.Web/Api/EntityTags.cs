namespace ServiceTracker.Web.Api;

/// <summary>Entity tags of what can be edited: the number of its version in quotation marks.</summary>
public static class EntityTags
{
    /// <summary>Gives the answer its tag.</summary>
    public static void Set(HttpContext context, int version) => context.Response.Headers.ETag = $"\"{version}\"";

    /// <summary>The version that the caller read, or null to save whatever it is now. A tag of no version matches none.</summary>
    public static int? IfMatch(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch.ToString().Trim();
        if (header is "" or "*") return null;
        return int.TryParse(header.Trim('"'), out var version) ? version : -1;
    }
}
