namespace ServiceTracker.Web.Http;

/// <summary>What our cookies are called.</summary>
public static class CookieNames
{
    /// <summary>How the names of all of them begin.</summary>
    public const string Prefix = "servicetracker";
}
