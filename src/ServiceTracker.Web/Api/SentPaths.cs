using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceTracker.Web.Api;

/// <summary>The path of a request as it was sent.</summary>
public static class SentPaths
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The path with its escapes, without the query.</summary>
    public static string SentPath(this HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target)) return context.Request.Path.ToUriComponent();
        // A request as proxies get it names the host as well.
        if (target[0] != '/')
        {
            var host = target.IndexOf("://", StringComparison.Ordinal);
            var path = host < 0 ? -1 : target.IndexOf('/', host + 3);
            if (path < 0) return context.Request.Path.ToUriComponent();
            target = target[path..];
        }

        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target[..end];
    }

    /// <summary>
    /// The segments of a path, each decoded once, as routing sees them: "." and ".." are gone ways, and a slash at the end says nothing.
    /// </summary>
    /// <param name="path">A path with its escapes.</param>
    /// <returns>Null where an escape is broken or the bytes are no UTF-8.</returns>
    public static IReadOnlyList<string>? Segments(string path)
    {
        var segments = new List<string>();
        foreach (var sent in path.Split('/').Skip(1))
        {
            if (Decode(sent) is not { } segment) return null;
            if (segment == "..") segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            else if (segment != ".") segments.Add(segment);
        }

        if (segments is [.., ""]) segments.RemoveAt(segments.Count - 1);
        return segments;
    }

    private static string? Decode(string sent)
    {
        if (!sent.Contains('%', StringComparison.Ordinal)) return sent;
        var bytes = new List<byte>(sent.Length);
        for (var at = 0; at < sent.Length; at++)
        {
            if (sent[at] != '%') bytes.AddRange(Strict.GetBytes(sent, at, 1));
            else if (at + 2 < sent.Length && char.IsAsciiHexDigit(sent[at + 1]) && char.IsAsciiHexDigit(sent[at + 2]))
            {
                bytes.Add(Convert.FromHexString(sent.AsSpan(at + 1, 2))[0]);
                at += 2;
            }
            else return null;
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
