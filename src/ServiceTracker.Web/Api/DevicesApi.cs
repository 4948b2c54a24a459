using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>The devices of the counter, and the PINs by which people come in at them.</summary>
public static class DevicesApi
{
    public static void Map(RouteGroupBuilder read, RouteGroupBuilder write)
    {
        var readDevices = read.MapGroup("/devices").WithTags("Devices").RequireAuthorization(nameof(Permission.Manages));
        var writeDevices = write.MapGroup("/devices").WithTags("Devices").RequireAuthorization(nameof(Permission.Manages));
        readDevices.MapGet("", List).WithName("ListDevices")
            .WithSummary("List devices")
            .WithDescription(
                "The devices of your sites that are not revoked, the oldest first: when each was seen last, what waits on it, and how " +
                "many wrong PINs were tried.").ProducesProblem(422);
        writeDevices.MapPost("", Register).WithName("RegisterDevice")
            .WithSummary("Register a device")
            .WithDescription(
                "For managers of the site. The answer holds the code that pairs the device, once: it is good for ten minutes and for " +
                "one device.")
            .Accepts<DeviceInput>("application/json");
        writeDevices.MapDelete("{id:guid}", Revoke).WithName("RevokeDevice")
            .WithSummary("Revoke a device").WithDescription("It is out at its next request. What was logged on it stays.")
            .ProducesProblem(404);
        writeDevices.MapPost("{id:guid}/unlock", Unlock).WithName("UnlockDevice")
            .WithSummary("Unlock a device")
            .WithDescription("After 50 wrong PINs on one day no PIN is looked at on a device until a manager calls this.")
            .ProducesProblem(404);
        read.MapGet("/unclaimed-entries", ListUnclaimed).WithName("ListUnclaimed")
            .WithTags("Devices").RequireAuthorization(nameof(Permission.Manages))
            .WithSummary("List unclaimed entries")
            .WithDescription(
                "Entries that a device of your sites kept without the network and that are nobody's: the PIN was not right, or was not " +
                "looked at any more. The oldest first.").ProducesProblem(422);
        write.MapPost("/unclaimed-entries/{id:guid}", SettleUnclaimed).WithName("SettleUnclaimed")
            .WithTags("Devices").RequireAuthorization(nameof(Permission.Manages))
            .WithSummary("Settle an unclaimed entry")
            .WithDescription(
                "Gives it to a person of the site, as whose interaction it is stored under its own id, or discards it with a reason. It " +
                "stays on record.")
            .Accepts<SettleInput>("application/json").ProducesProblem(404).ProducesProblem(409);
        var pins = write.MapGroup("/staff/{code}/pin").WithTags("Devices");
        pins.MapPut("", SetPin).WithName("SetPin")
            .WithSummary("Set a PIN")
            .WithDescription(
                "Of 4 to 6 digits. For the person and for managers of their home site; nobody can read it. Whoever came in by the one " +
                "before has to enter the new one. A manager's new PIN also unlocks.")
            .Accepts<PinInput>("application/json").ProducesProblem(404).ProducesProblem(409);
        pins.MapDelete("", RemovePin).WithName("RemovePin")
            .WithSummary("Remove a PIN").WithDescription("Its person cannot come in at a device any more.").ProducesProblem(404);
        pins.MapPost("/unlock", UnlockPin).WithName("UnlockPin")
            .WithSummary("Unlock a PIN")
            .WithDescription("After 20 wrong PINs at a person none is looked at until a manager calls this, or sets a new one.")
            .RequireAuthorization(nameof(Permission.Manages)).ProducesProblem(404);
    }

    /// <summary>A device as it is given out.</summary>
    /// <param name="Channel">The channel its form begins with.</param>
    /// <param name="Reason">The reason its form begins with.</param>
    /// <param name="Status">waiting to be paired, expired when the code was not used in time, or paired.</param>
    /// <param name="LastSeen">Its latest request, to about a minute.</param>
    /// <param name="WaitingEntries">Entries that wait on it to be sent, as it said last.</param>
    /// <param name="Version">The program's version that its page came from.</param>
    /// <param name="ClockDifference">Its clock less the server's, in seconds, as it said last.</param>
    /// <param name="WrongPins">Wrong PINs on its latest day with any.</param>
    /// <param name="Locked">No PIN is looked at on it until a manager unlocks it.</param>
    public sealed record DeviceView(
        Guid Id, string Site, string Name, string? Channel, string? Reason,
        string Status, DateTimeOffset RegisteredAt, DateTimeOffset? LastSeen, int WaitingEntries, string? Version, int? ClockDifference,
        int WrongPins, bool Locked);

    /// <summary>A device just registered, with the code that pairs it, which is shown this once.</summary>
    public sealed record NewDeviceView(Guid Id, string PairingCode, string PairingUrl, DateTimeOffset ExpiresAt);

    /// <summary>An entry that is nobody's.</summary>
    /// <param name="Id">The entry's, and the interaction's once it is somebody's.</param>
    /// <param name="Staff">Whose it was said to be.</param>
    /// <param name="Why">wrong_pin, locked, no_proof, or handed_over where the people at the device gave it to a manager.</param>
    /// <param name="OccurredAt">By the server's clock.</param>
    /// <param name="Arrived">When the device sent it.</param>
    public sealed record UnclaimedView(
        Guid Id, string Site, string Device, string Staff, string Why, DateTimeOffset OccurredAt, DateTimeOffset Arrived, string? Channel,
        string? Reason, IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Observations, string? Note);

    /// <summary>What is to become of an unclaimed entry: one of both.</summary>
    /// <param name="AssignTo">Code of the person whose it is.</param>
    /// <param name="Discard">It is not to be stored.</param>
    /// <param name="Reason">Why it is discarded.</param>
    public sealed record SettleInput(string? AssignTo, bool Discard, string? Reason);

    /// <summary>A PIN to be set.</summary>
    /// <param name="Pin">4 to 6 digits, as text.</param>
    public sealed record PinInput(string? Pin);

    private static async Task<Results<Ok<ItemList<DeviceView>>, ProblemHttpResult>> List(
        HttpContext context, string? after, int? limit, DeviceAdministration administration, MasterDataReader master, TimeProvider clock)
    {
        var (data, now) = (await master.GetAsync(context.RequestAborted), clock.GetUtcNow().UtcDateTime);
        var found = await administration.ListAsync(context.Actor(), context.RequestAborted);
        return Pages.Of(context, found.Select(d => View(d, data, now)), d => $"{d.Id}", after, limit);
    }

    private static async Task<Results<Created<NewDeviceView>, ProblemHttpResult>> Register(
        HttpContext context, JsonBody<DeviceInput> body, DeviceAdministration administration)
    {
        var made = await administration.RegisterAsync(context.Actor(), body.Value, context.RequestAborted);
        if (made is not Result<NewDevice>.Ok(var device, _)) return Problems.From(made);
        return TypedResults.Created(
            $"{ApiEndpoints.BasePath}/devices/{device.Device.Id}",
            new NewDeviceView(
                device.Device.Id, device.PairingCode, $"{context.Request.Scheme}://{context.Request.Host}{device.Path}", device.EndsAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        HttpContext context, Guid id, DeviceAdministration administration) =>
        Done(await administration.RevokeAsync(context.Actor(), id, context.RequestAborted));

    private static async Task<Results<NoContent, ProblemHttpResult>> Unlock(
        HttpContext context, Guid id, DeviceAdministration administration) =>
        Done(await administration.UnlockAsync(context.Actor(), id, context.RequestAborted));

    private static async Task<Results<Ok<ItemList<UnclaimedView>>, ProblemHttpResult>> ListUnclaimed(
        HttpContext context, string? after, int? limit, UnclaimedEntries unclaimed, DeviceAdministration devices, MasterDataReader master)
    {
        var data = await master.GetAsync(context.RequestAborted);
        var found = await unclaimed.ListAsync(context.Actor(), context.RequestAborted);
        var names = await devices.NamesAsync(context.Actor(), context.RequestAborted);
        return Pages.Of(context, found.Select(View), u => $"{u.Id}", after, limit);

        UnclaimedView View(UnclaimedEntry u)
        {
            var content = UnclaimedEntries.ContentOf(u);
            return new(
                u.Id, data.Sites[u.SiteId].Code, names.GetValueOrDefault(u.DeviceId, ""), u.Staff,
                SnakeCase<UnclaimedGround>.Text(u.Ground), u.OccurredAt, u.ArrivedAt, content.Channel, content.Reason,
                content.Observations, content.Note);
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SettleUnclaimed(
        HttpContext context, Guid id, JsonBody<SettleInput> body, UnclaimedEntries unclaimed)
    {
        var (to, isDiscarded, reason) = (body.Value.AssignTo, body.Value.Discard, body.Value.Reason);
        if (string.IsNullOrWhiteSpace(to) != isDiscarded)
            return Problems.Validation([new("$.assignTo", FieldError.Required, "Say whose it is, or discard it; not both.")]);
        return Done(isDiscarded
            ? await unclaimed.DiscardAsync(context.Actor(), id, reason, context.RequestAborted)
            : await unclaimed.AssignAsync(context.Actor(), id, to, context.RequestAborted));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetPin(
        HttpContext context, PathCode code, JsonBody<PinInput> body, PinAdministration pins) =>
        Done(await pins.SetAsync(context.Actor(), code.Value, body.Value.Pin, context.RequestAborted));

    private static async Task<Results<NoContent, ProblemHttpResult>> RemovePin(
        HttpContext context, PathCode code, PinAdministration pins) =>
        Done(await pins.RemoveAsync(context.Actor(), code.Value, context.RequestAborted));

    private static async Task<Results<NoContent, ProblemHttpResult>> UnlockPin(
        HttpContext context, PathCode code, PinAdministration pins) =>
        Done(await pins.UnlockAsync(context.Actor(), code.Value, context.RequestAborted));

    private static Results<NoContent, ProblemHttpResult> Done<T>(Result<T> result) =>
        result is Result<T>.Ok ? TypedResults.NoContent() : Problems.From(result);

    private static DeviceView View(DeviceStanding standing, MasterData data, DateTime now)
    {
        var d = standing.Device;
        return new(
            d.Id, data.Sites[d.SiteId].Code, d.Name, d.Channel, d.Reason, standing.StatusAt(now), d.RegisteredAt, d.LastSeenAt,
            d.WaitingEntries, d.Version, d.ClockDifference, standing.Wrong, standing.IsLocked);
    }
}
