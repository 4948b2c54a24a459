using System.Text.Json.Nodes;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Deliveries.Courier;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>Who sets up deliveries, who sees them, and what is refused.</summary>
public sealed class DeliveryApiTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Administrators_set_them_up_and_whoever_exports_sees_those_of_their_sites(Store store)
    {
        var organisation = await NewAsync(store, postgres);
        await using var app = organisation.App;
        var api = organisation.Admin;
        await organisation.SiteAsync("mill");
        await organisation.LogAsync(Entry("2026-11-10T10:00:00Z", "mill"));
        await app.WatchAsync();
        (await api.PutAsync("deliveries/all", new { kind = "webhook", target = "https://example.org/key/4711" })).Is(201);
        var mill = (await api.PutAsync(
            "deliveries/mill",
            new { kind = "folder", target = "mill", sites = new[] { "mill" }, files = new[] { "sites.csv" }, enabled = true })).Is(201);
        Assert.Equal(("mill", "all", true), ((string)mill["sites"]![0]!, (string)mill["revisions"]!, (bool)mill["enabled"]!));
        // What is read can be sent back.
        var read = (await api.GetAsync("deliveries/all")).Is(200);
        (await api.PutAsync("deliveries/all", read.Json, read.ETag)).Is(200);
        (await api.PutAsync("deliveries/all", read.Json, read.ETag)).Is(412);

        using var manager = await app.AsAsync(Role.Manager, Site);
        var seen = (await manager.GetAsync("deliveries")).Is(200).Items;
        Assert.Equal(("all", "https://example.org"), ((string)Assert.Single(seen)!["name"]!, (string)seen[0]!["target"]!));
        (await manager.GetAsync("deliveries/mill")).IsProblem(404, "not_found");
        (await manager.GetAsync("deliveries/mill/receipts")).IsProblem(404, "not_found");
        (await manager.PutAsync("deliveries/own", new { kind = "folder", target = "own" })).Is(403);
        (await manager.PostAsync("deliveries/all/test")).Is(403);

        // A receipt of another site is not there.
        await organisation.SealAsync();
        await organisation.SealAsync("mill");
        Assert.Equal(2, (await api.GetAsync("deliveries/all/receipts")).Items.Count);
        var own = Assert.Single((await manager.GetAsync("deliveries/all/receipts")).Is(200).Items)!;
        Assert.Equal((Site, "waiting", Week), ((string)own["site"]!, (string)own["status"]!, (string)own["week"]!));
        var other = (await api.GetAsync("deliveries/all/receipts")).Items.Single(r => (string?)r!["site"] == "mill")!;
        (await manager.PostAsync($"deliveries/all/receipts/{other["id"]}/resend")).IsProblem(404, "not_found");
        (await manager.PostAsync($"deliveries/all/receipts/{own["id"]}/resend")).Is(200);
        var page = (await api.GetAsync("deliveries/all/receipts?limit=1")).Is(200);
        Assert.Single((await api.GetAsync((string)page["next"]!)).Is(200).Items);

        // What waits is not sent any more once it is removed; what was, stays told.
        (await api.SendAsync(HttpMethod.Delete, "deliveries/all", null)).Is(204);
        (await api.GetAsync("deliveries/all")).IsProblem(404, "not_found");
        (await api.PutAsync("deliveries/all", new { kind = "folder", target = "." })).Is(201);
        Assert.Equal(["1 dropped 0", "1 dropped 0"], await api.ReceiptsAsync("all"));
        var audit = (await api.GetAsync("audit?action=delivery.")).Is(200);
        Assert.Equal(
            ["delivery.removed", "delivery.resent", "delivery.saved", "delivery.saved", "delivery.saved", "delivery.saved"],
            audit.Items.Select(a => (string)a!["action"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_the_name_of_its_field()
    {
        var organisation = await NewAsync(Store.Sqlite, postgres);
        await using var app = organisation.App;
        var api = organisation.Admin;
        await RefusedAsync("""{}""", "$.kind required", "$.target required");
        await RefusedAsync("""{"kind": "fax", "target": "a"}""", "$.kind invalid");
        await RefusedAsync("""{"kind": "folder", "target": "../a"}""", "$.target invalid");
        await RefusedAsync("""{"kind": "folder", "target": "a", "files": ["secrets.csv"]}""", "$.files invalid");
        await RefusedAsync("""{"kind": "folder", "target": "a", "sites": ["nowhere"]}""", "$.sites unknown_reference");
        await RefusedAsync("""{"kind": "folder", "target": "a", "sites": [], "files": []}""", "$.files invalid", "$.sites invalid");
        await RefusedAsync(
            """{"kind": "folder", "target": "a", "profile": "word", "revisions": "last"}""", "$.profile invalid", "$.revisions invalid");
        // In one folder files of one name would replace each other, unless they are the same.
        (await api.PutAsync("deliveries/erp", new { kind = "folder", target = "out" })).Is(201);
        await RefusedAsync("""{"kind": "folder", "target": "OUT", "profile": "excel"}""", "$.target invalid");
        (await api.PutAsync("deliveries/copy", new { kind = "folder", target = "out" })).Is(201);
        (await api.PutAsync("deliveries/erp", new { kind = "folder", target = "excel", profile = "excel" })).Is(200);

        async Task RefusedAsync(string body, params string[] errors) =>
            (await api.PutAsync("deliveries/x", JsonNode.Parse(body)!)).IsRefused(errors);
    }
}
