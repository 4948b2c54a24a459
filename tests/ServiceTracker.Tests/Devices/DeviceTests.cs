using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

public sealed class DeviceOnSqliteTests(OnSqlite shared) : DeviceTests(shared), IClassFixture<OnSqlite>;

public sealed class DeviceOnPostgresTests(OnPostgres shared) : DeviceTests(shared), IClassFixture<OnPostgres>;

/// <summary>Devices over the API: registered, paired once, listed, revoked.</summary>
public abstract class DeviceTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_pairing_code_is_good_once_for_ten_minutes_however_it_is_typed()
    {
        var site = await organisation.SiteAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var made = (await manager.PostAsync(
            "devices", new { site, name = " Front desk ", channel = "counter", reason = "renewal" })).Is(201);
        var code = (string)made["pairingCode"]!;
        Assert.EndsWith("/kiosk/pair?code=" + code, (string)made["pairingUrl"]!, StringComparison.Ordinal);
        Assert.Equal(app.Clock.GetUtcNow().AddMinutes(10), (DateTimeOffset)made["expiresAt"]!);
        Assert.Equal("waiting", (string)(await OneAsync(manager, (Guid)made["id"]!))!["status"]!);

        var typed = $" {code[..4]}-{code[4..]} ".ToLowerInvariant();
        var paired = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PairAsync(typed)));
        Assert.Single(paired, p => p is not null);
        Assert.Null(await PairAsync(code));
        var listed = (await OneAsync(manager, (Guid)made["id"]!))!;
        Assert.Equal(
            ("Front desk", site, "counter", "renewal", "paired"),
            ((string)listed["name"]!, (string)listed["site"]!, (string)listed["channel"]!, (string)listed["reason"]!,
                (string)listed["status"]!));

        var late = (await manager.PostAsync("devices", new { site, name = "Back office" })).Is(201);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await PairAsync((string)late["pairingCode"]!));
        Assert.Equal("expired", (string)(await OneAsync(manager, (Guid)late["id"]!))!["status"]!);
        var stored = await app.QueryAsync(db => db.Devices.Where(d => d.Id == (Guid)late["id"]!).Select(d => d.PairingHash).SingleAsync());
        Assert.Equal(32, stored!.Length);
    }

    [Fact]
    public async Task A_manager_registers_sees_and_revokes_those_of_their_sites_alone()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        using var manager = await app.AsAsync(Role.Manager, mine);
        var (own, _) = await Counter.PairedAsync(organisation, mine);
        var (other, secret) = await Counter.PairedAsync(organisation, theirs);
        (await manager.PostAsync("devices", new { site = theirs, name = "X" })).IsRefused("$.site unknown_reference");
        (await manager.PostAsync("devices", new { site = mine, name = " ", channel = "none", reason = "none" }))
            .IsRefused("$.name required", "$.channel unknown_reference", "$.reason unknown_reference");
        Assert.Equal([own], (await manager.GetAsync("devices")).Is(200).Items.Select(d => (Guid)d!["id"]!));
        (await manager.SendAsync(HttpMethod.Delete, $"devices/{other}", null)).IsProblem(404, "not_found");
        (await manager.PostAsync($"devices/{other}/unlock")).IsProblem(404, "not_found");
        Assert.NotNull(await FindAsync(secret));

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"devices/{other}", null)).Is(204);
        Assert.Null(await FindAsync(secret));
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"devices/{other}", null)).IsProblem(404, "not_found");
        Assert.DoesNotContain((await organisation.Admin.GetAsync("devices")).Is(200).Items, d => (Guid)d!["id"]! == other);
    }

    [Fact]
    public async Task The_list_is_read_in_pages()
    {
        var site = await organisation.SiteAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add((await Counter.PairedAsync(organisation, site)).Id);
            app.Clock.Advance(TimeSpan.FromMilliseconds(2));
        }

        var first = (await manager.GetAsync("devices?limit=2")).Is(200);
        var rest = (await manager.GetAsync((string)first["next"]!)).Is(200);
        Assert.Equal(ids, first.Items.Concat(rest.Items).Select(d => (Guid)d!["id"]!));
        Assert.Null(rest["next"]);
    }

    private Task<Domain.Devices.Device?> FindAsync(string secret) => app.InScopeAsync(s =>
        s.GetRequiredService<DeviceAccess>().FindAsync(secret, "1", CancellationToken.None));

    private Task<string?> PairAsync(string code) => app.InScopeAsync(async s =>
        (await s.GetRequiredService<DeviceAdministration>().PairAsync(code, CancellationToken.None))?.Secret);

    private static async Task<System.Text.Json.Nodes.JsonNode?> OneAsync(Api api, Guid id) =>
        Assert.Single((await api.GetAsync("devices")).Is(200).Items, d => (Guid)d!["id"]! == id);
}
