namespace ServiceTracker.Web.CommandLine;

/// <summary>
/// The settings that may stand among the arguments: <c>--Section:Name=value</c>, and those without a section by name. Whatever else begins
/// with two dashes is an option of a verb, or a mistake of which whoever made it has to hear.
/// </summary>
internal static class Settings
{
    // Ours, then those of ASP.NET Core, which hosting tools set too.
    private static readonly HashSet<string> WithoutSection = new(
        [
            "DataDirectory", "StartPatience", "AllowedHosts",
            WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, WebHostDefaults.WebRootKey,
            WebHostDefaults.DetailedErrorsKey, WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.SuppressStatusMessagesKey,
            WebHostDefaults.ShutdownTimeoutKey, WebHostDefaults.PreferHostingUrlsKey, WebHostDefaults.StaticWebAssetsKey,
            WebHostDefaults.PreventHostingStartupKey, WebHostDefaults.HostingStartupAssembliesKey,
            WebHostDefaults.HostingStartupExcludeAssembliesKey,
            WebHostDefaults.StartupAssemblyKey, HostDefaults.EnvironmentKey, HostDefaults.ContentRootKey, HostDefaults.ApplicationKey,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Where settings are given, for whoever asks for help.</summary>
    public const string About = """
        Settings are ASP.NET Core configuration: appsettings.json beside the program, the environment (ConnectionStrings__ServiceTracker=…),
        or among the arguments: --DataDirectory=/srv/data, --ConnectionStrings:ServiceTracker="Data Source=data/demo.db".
        """;

    /// <summary>Whether this names something and says nothing of it, <c>--Name=</c>: so do tools that start the server name each section of
    /// what they set.</summary>
    public static bool IsBareSection(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) == argument.Length - 1
            && !Has(argument[..^1]);

    /// <summary>Whether this is a setting.</summary>
    /// <param name="option">With its two dashes and without a value.</param>
    public static bool Has(string option) =>
        option.StartsWith("--", StringComparison.Ordinal)
            && (option.IndexOf(':', StringComparison.Ordinal) > 2 || WithoutSection.Contains(option[2..]));
}
