using System.Text.Json;
using ServiceTracker.Application;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Api;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Kiosk;

/// <summary>What the page of a device calls: for devices alone, by their cookie. It is no part of the API for programs.</summary>
public static class KioskApi
{
    // Of entries with the longest texts.
    private const long MaxBytes = 4 << 20;

    // Seconds.
    private const int AskAgainIn = 5;

    public static void MapKiosk(this IEndpointRouteBuilder app)
    {
        var kiosk = app.MapGroup("/kiosk").RequireAuthorization(Policies.AtDevice).AddEndpointFilter(RefuseOtherSitesAsync)
            .AddEndpointFilterFactory(ApiEndpoints.RefuseBadBodies).DisableAntiforgery().ExcludeFromDescription();
        kiosk.MapGet("/sheet", SheetAsync);
        kiosk.MapPost("/entries", TakeAsync).WithMetadata(new BodyLimit(MaxBytes));
    }

    /// <summary>What a device kept.</summary>
    /// <param name="DeviceNow">Its clock.</param>
    /// <param name="Waiting">How many entries wait on it, those of this call among them.</param>
    /// <param name="Entries">1 to 50, the oldest first; each is read on its own.</param>
    public sealed record Batch(DateTimeOffset? DeviceNow, int? Waiting, IReadOnlyList<JsonElement>? Entries);

    /// <summary>What became of it.</summary>
    /// <param name="Items">One for each entry, in their order.</param>
    /// <param name="AskAgainIn">Seconds after which those answered “later” may be sent again.</param>
    public sealed record BatchAnswer(IReadOnlyList<QueuedOutcome> Items, int AskAgainIn);

    private static async Task<IResult> SheetAsync(HttpContext context, KioskSheets sheets)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await sheets.OfAsync(KioskDevices.Of(context), context.RequestAborted));
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, JsonBody<Batch> body, DeviceEntries entries, DeviceAccess access)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (device, batch) = (KioskDevices.Of(context), body.Value);
        var errors = new List<FieldError>();
        if (batch.DeviceNow is not { } now || now.Year is < 1970 or > 9000)
            errors.Add(new("$.deviceNow", FieldError.Required, "Say what the device's clock shows."));
        if (batch.Waiting is < 0) errors.Add(new("$.waiting", FieldError.Invalid, "It cannot be less than none."));
        if (batch.Entries is not { Count: >= 1 and <= DeviceEntries.MaxBatch })
            errors.Add(new("$.entries", "out_of_range", $"1 to {DeviceEntries.MaxBatch} entries."));
        if (errors.Count > 0) return Problems.Validation(errors);

        var its = batch.DeviceNow!.Value;
        await access.KeepClockAsync(device, its.ToUnixTimeMilliseconds(), context.RequestAborted);
        var outcomes = new QueuedOutcome?[batch.Entries!.Count];
        var (read, places) = (new List<QueuedEntry>(), new List<int>());
        for (var n = 0; n < outcomes.Length; n++)
        {
            var wrong = JsonBody<QueuedEntry>.Read(batch.Entries[n], ApiJson.Reading, out var entry);
            if (entry is null)
            {
                outcomes[n] = QueuedOutcome.Refusing(IdOf(batch.Entries[n]), wrong);
                continue;
            }

            read.Add(entry);
            places.Add(n);
        }

        var taken = await entries.TakeAsync(device, read, its, context.RequestAborted);
        for (var n = 0; n < taken.Count; n++) outcomes[places[n]] = taken[n];
        var answered = outcomes.Count(o => o!.Outcome != "later");
        await access.KeepWaitingAsync(device, Math.Max(0, (batch.Waiting ?? outcomes.Length) - answered), context.RequestAborted);
        return TypedResults.Ok(new BatchAnswer(outcomes!, AskAgainIn));
    }

    private static Guid? IdOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            && id.TryGetGuid(out var known) ? known : null;

    // The cookie goes along with links from elsewhere; what is sent here only ever comes from the device's own pages.
    private static ValueTask<object?> RefuseOtherSitesAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        call.HttpContext.Request.Headers["Sec-Fetch-Site"] is { Count: > 0 } from && from != "same-origin"
            ? ValueTask.FromResult<object?>(Problems.Forbidden("This is for the device's own pages."))
            : next(call);
}
