using System.Text;
using ServiceTracker.Tests.Document;

namespace ServiceTracker.Tests.Requests;

/// <summary>How the length of a body is told.</summary>
public enum Framing
{
    /// <summary>By its true number of bytes.</summary>
    Length,

    /// <summary>In chunks.</summary>
    Chunks,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>As longer than what comes.</summary>
    TooLong,

    /// <summary>As shorter than what comes.</summary>
    TooShort,

    /// <summary>In chunks of which one has a length that is none.</summary>
    BrokenChunks,
}

/// <summary>A request that may be right or wrong in any place.</summary>
/// <param name="Caller">Which of the callers sends it.</param>
/// <param name="Method">Usually one that the route has.</param>
/// <param name="Target">Path and query, as they go over the wire.</param>
/// <param name="Headers">Names and values, without those of the caller and the length.</param>
/// <param name="Body">Bytes, or none.</param>
public sealed record GeneratedRequest(
    int Caller, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    private const int Shown = 400;

    /// <summary>The call of the API it is made from, or null.</summary>
    public Operation? Operation { get; init; }

    /// <summary>Whether it is HTTP and leads to <see cref="Operation"/>, so that the document tells every answer to it.</summary>
    public bool IsRouted { get; init; }

    public Framing Framing { get; init; }

    /// <summary>Whether the caller's token against forged forms comes along as a header.</summary>
    public bool HasFormToken { get; init; }

    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.Latin1.GetString(Body.AsSpan(0, Math.Min(Body.Length, Shown)));
        return $"caller {Caller}, {Framing}: {Method} {Target[..Math.Min(Target.Length, Shown)]} " +
            $"{string.Join(", ", Headers.Select(h => $"{h.Name}: {h.Value[..Math.Min(h.Value.Length, Shown)]}"))} {body}";
    }
}
