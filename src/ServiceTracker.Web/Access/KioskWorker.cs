using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ServiceTracker.Web.Access;

/// <summary>The address of the script that answers a device while there is no network. It says of which program it is, so that another
/// one takes its place, with all that it keeps, once any of its files is another.</summary>
public sealed class KioskWorker(IFileVersionProvider versions)
{
    /// <summary>The script's path, and under what it answers.</summary>
    public const string Path = "/kiosk/worker.js", Scope = "/kiosk";

    private static readonly string[] Files =
    [
        "/app.css", "/log.css", "/icon.svg", Path, "/kiosk/offline.js", "/kiosk/desk.js", "/kiosk/queue.js", "/kiosk/vault.js",
    ];

    private string? address;

    /// <summary>Path and version.</summary>
    public string Address => address ??= $"{Path}?v={Version()}";

    private string Version()
    {
        var all = string.Join('\n', Files.Select(f => versions.AddFileVersionToPath("", f)))
            + typeof(KioskWorker).Assembly.ManifestModule.ModuleVersionId;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))[..8]);
    }
}
