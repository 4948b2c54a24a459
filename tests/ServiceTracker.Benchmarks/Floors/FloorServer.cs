using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>
/// The floor: a web server that reads the same requests as the product and puts a compact row into a table, with no authorization, no
/// configurable basics, no retries to recognise, no history, no reports. What the hardware and the database allow for the same work.
/// </summary>
internal static class FloorServer
{
    /// <summary>The word under which this program serves as the floor.</summary>
    public const string Verb = "floor";

    /// <summary>One prepared INSERT for each request.</summary>
    public const string Raw = "raw";

    /// <summary>Requests that arrive together are stored together.</summary>
    public const string Batching = "batch";

    /// <summary>As <see cref="Raw"/>, on SQLite.</summary>
    public const string SqliteRaw = "literaw";

    /// <summary>As <see cref="Batching"/>, on SQLite.</summary>
    public const string SqliteBatching = "litebatch";

    /// <summary>Rows read, not written, from the product's own store.</summary>
    public const string Copy = "copy", CopyPath = "/copy";

    /// <summary>Where any of them reads a body to its end and answers with its length.</summary>
    public const string ReadPath = "/read";

    /// <summary>Serves until the process is ended.</summary>
    /// <returns>Exit status.</returns>
    public static async Task<int> ServeAsync(string mode, int port, string connection)
    {
        IFloorStore? store = mode switch
        {
            Copy => null,
            Raw => await PostgresFloor.OpenAsync(connection),
            Batching => await PostgresBatchingFloor.OpenAsync(connection),
            SqliteRaw => SqliteFloor.Open(connection),
            SqliteBatching => SqliteBatchingFloor.Open(connection),
            _ => throw new ArgumentException($"There is no floor “{mode}”."),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, port);
            k.Limits.MaxRequestBodySize = null;
        });
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => "ready");
        app.MapPost(ReadPath, (RequestDelegate)ReadAsync);
        if (store is null)
        {
            app.MapGet(CopyPath, (RequestDelegate)(context => CopyFloor.AnswerAsync(context, connection)));
            await app.RunAsync();
            return 0;
        }

        app.MapPost("/interactions", (RequestDelegate)(context => LogAsync(context, store)));
        app.MapPost("/interactions/batch", (RequestDelegate)(context => LogBatchAsync(context, store)));
        app.MapPost("/imports", (RequestDelegate)(context => ImportAsync(context, store)));
        await app.RunAsync();
        return 0;
    }

    private static async Task ReadAsync(HttpContext context)
    {
        var (buffer, length) = (new byte[1 << 16], 0L);
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var n and > 0) length += n;
        await context.Response.WriteAsync($"{length}", context.RequestAborted);
    }

    private static async Task LogAsync(HttpContext context, IFloorStore store)
    {
        var entry = await JsonSerializer.DeserializeAsync(context.Request.Body, FloorJson.Default.FloorEntry, context.RequestAborted);
        if (entry?.Read() is not { } row)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        var answer = new FloorAnswer(
            await store.InsertAsync(row), (double)row.MetCount / row.ApplicableCount, row.MetCount, row.ApplicableCount);
        await AnswerAsync(context, answer);
    }

    private static async Task LogBatchAsync(HttpContext context, IFloorStore store)
    {
        var entries = await JsonSerializer.DeserializeAsync(
            context.Request.Body, FloorJson.Default.FloorEntryArray, context.RequestAborted);
        var rows = (entries ?? []).Select(e => e.Read()).OfType<Sample>().ToArray();
        if (rows.Length != entries?.Length)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        await store.InsertAsync(rows);
        await AnswerAsync(context, new FloorAnswer(0, 0, 0, rows.Length));
    }

    private static async Task ImportAsync(HttpContext context, IFloorStore store)
    {
        using var csv = new StreamReader(context.Request.Body, Encoding.UTF8, false, 1 << 16);
        await AnswerAsync(context, new FloorAnswer(0, 0, 0, await store.ImportAsync(csv)));
    }

    private static Task AnswerAsync(HttpContext context, FloorAnswer answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, FloorJson.Default.FloorAnswer);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
