using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace ServiceTracker.Tests.Hosting;

/// <summary>Calls the program as another program does. Paths without a leading slash are below the API's base path.</summary>
public sealed class Api(HttpClient http) : IDisposable
{
    private const string BasePath = "/api/v1/";

    /// <summary>The client underneath.</summary>
    public HttpClient Http => http;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, Json(body));

    public Task<Answer> PutAsync(string path, object? body, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, Json(body), ifMatch);

    /// <summary>Posts text as it is.</summary>
    public Task<Answer> PostTextAsync(string path, string text, string type = "application/json") =>
        PostBytesAsync(path, Encoding.UTF8.GetBytes(text), type);

    /// <summary>Posts bytes as they are.</summary>
    public async Task<Answer> PostBytesAsync(string path, byte[] bytes, string type = "text/csv")
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : BasePath + path) { Content = content };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var response = await http.SendAsync(request);
        return new Answer(
            (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers.ETag?.ToString(),
            response.Headers.Location?.OriginalString,
            response.Content.Headers.ContentType?.ToString(), $"{method} {path}")
        { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    public void Dispose() => http.Dispose();

    private static JsonContent? Json(object? body) => body is null ? null : JsonContent.Create(body, body.GetType());
}

/// <summary>An answer of the program.</summary>
public sealed record Answer(int Status, byte[] Bytes, string? ETag, string? Location, string? ContentType, string Call)
{
    /// <summary>When to come back, where the answer says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body as text, a byte order mark included.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Bytes) ?? throw new InvalidOperationException("The body is null.");

    public override string ToString() => $"{Call} answered {Status}: {Text}";

    /// <summary>A member of the JSON body.</summary>
    public JsonNode? this[string member] => Json[member];

    /// <summary>The stable code of a problem.</summary>
    public string? Code => (string?)Json["code"];

    /// <summary>Path and code of every error of a problem, sorted.</summary>
    public string[] Errors => [.. Json["errors"]!.AsArray().Select(e => $"{e!["path"]} {e["code"]}").Order(StringComparer.Ordinal)];

    /// <summary>The items of a list.</summary>
    public JsonArray Items => Json["items"]!.AsArray();

    /// <summary>Fails, with the body, unless this is the status.</summary>
    public Answer Is(int status)
    {
        if (Status != status) Assert.Fail($"{Call} answered {Status}, not {status}:\n{Text}");
        return this;
    }

    /// <summary>Fails unless this is a problem with the status and code.</summary>
    public Answer IsProblem(int status, string code)
    {
        Is(status);
        Assert.StartsWith("application/problem+json", ContentType, StringComparison.Ordinal);
        Assert.Equal(status, (int?)Json["status"]);
        Assert.Equal(code, Code);
        return this;
    }

    /// <summary>Fails unless this says that the store is away or busy, and when to come back.</summary>
    public Answer IsUnavailable()
    {
        IsProblem(503, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(5), RetryAfter);
        return this;
    }

    /// <summary>Fails unless this is a 422 with exactly these errors, each "path code".</summary>
    public Answer IsRefused(params string[] errors)
    {
        Is(422);
        Assert.Equal(errors.Order(StringComparer.Ordinal), Errors);
        return this;
    }
}
