using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Interactions;

public sealed class BatchOnSqliteTests(OnSqlite shared) : BatchTests(shared), IClassFixture<OnSqlite>;

public sealed class BatchOnPostgresTests(OnPostgres shared) : BatchTests(shared), IClassFixture<OnPostgres>;

public abstract class BatchTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task Items_are_answered_in_their_order_and_a_bad_one_fails_alone()
    {
        var site = await organisation.SiteAsync();
        var (id, known) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        await organisation.LogAsync(Entry(site: site).With("id", known));
        var batch = new JsonArray(
            Entry(site: site).With("id", id).With("note", "first"),
            Entry(site: "nowhere"),
            Entry(site: site).With("colour", "red"),
            JsonValue.Create(5),
            Entry(site: site).With("id", id).With("note", "first"),
            Entry(site: site).With("id", id).With("note", "other"),
            Entry(site: site).With("id", known),
            Entry(site: site).With("id", known).With("csat", 1),
            null,
            Entry(site: site).With("note", "last"));

        var items = (await api.PostAsync("interactions/batch", batch)).Is(200).Items;
        Assert.Equal([201, 422, 422, 422, 200, 409, 200, 409, 422, 201], items.Select(i => (int)i!["status"]!));
        Assert.Equal("first", (string?)items[0]!["interaction"]!["note"]);
        Assert.Equal(id, (string?)items[4]!["interaction"]!["id"]);
        Assert.Equal("first", (string?)items[4]!["interaction"]!["note"]);
        Assert.Equal("last", (string?)items[9]!["interaction"]!["note"]);
        Assert.Equal("unknown_reference", (string?)items[1]!["problem"]!["code"]);
        Assert.Equal("$.site", (string?)items[1]!["problem"]!["errors"]![0]!["path"]);
        Assert.Equal("$.colour", (string?)items[2]!["problem"]!["errors"]![0]!["path"]);
        Assert.Equal("conflict", (string?)items[5]!["problem"]!["code"]);
        Assert.Null(items[1]!["interaction"]);
        Assert.Equal(3, (await api.GetAsync($"interactions?site={site}")).Is(200).Items.Count);
    }

    [Fact]
    public async Task Of_any_number_each_is_listed_as_it_was_answered()
    {
        var site = await organisation.SiteAsync();
        foreach (var size in Enumerable.Range(1, 10))
        {
            var batch = new JsonArray([.. Enumerable.Range(0, size).Select(n => Sample(10 * size + n))]);
            var answered = (await api.PostAsync("interactions/batch", batch)).Is(200).Items.Select(i => i!["interaction"]!)
                .ToDictionary(i => (string)i["id"]!, i => i.ToJsonString());
            Assert.Equal(size, answered.Count);
            var listed = (await api.GetAsync($"interactions?site={site}&limit=1000"))
                .Is(200).Items.ToDictionary(i => (string)i!["id"]!, i => i!.ToJsonString());
            Assert.All(answered, a => Assert.Equal(a.Value, listed[a.Key]));
        }

        JsonObject Sample(int n)
        {
            var entry = Entry(site: site).With("externalId", $"n{n}").Observed("wait_seconds", n).With("csat", 1 + n % 5);
            if (n % 2 == 0) entry.With("note", $"note {n}");
            if (n % 3 == 0) entry.Observed("identity", "missed").With("causes", new JsonObject { ["identity"] = "process" });
            if (n % 4 == 0) entry.With("standOuts", new JsonArray(new JsonObject { ["kind"] = "proactive", ["note"] = $"moment {n}" }));
            return entry;
        }
    }

    [Fact]
    public async Task A_thousand_are_taken_and_one_more_is_not()
    {
        var site = await organisation.SiteAsync();
        (await api.PostAsync("interactions/batch", Batch(1001))).IsRefused("$ out_of_range");
        (await api.PostAsync("interactions/batch", new JsonArray())).IsRefused("$ out_of_range");
        Assert.Empty((await api.GetAsync($"interactions?site={site}")).Is(200).Items);

        var items = (await api.PostAsync("interactions/batch", Batch(1000))).Is(200).Items;
        Assert.All(items, i => Assert.Equal(201, (int)i!["status"]!));
        var listed = (await api.GetAsync($"interactions?site={site}&limit=1000")).Is(200);
        Assert.Equal(1000, listed.Items.Count);
        Assert.Null(listed["next"]);

        JsonArray Batch(int n) =>
            [.. Enumerable.Range(0, n).Select(i => Entry(site: site).With("observations", "all_met").With("externalId", $"b{i}"))];
    }

    [Fact]
    public async Task A_body_that_is_no_list_is_refused()
    {
        Assert.Equal(422, (await api.PostAsync("interactions/batch", Entry())).Status);
        Assert.Equal(400, (await api.PostTextAsync("interactions/batch", "[{}")).Status);
    }
}
