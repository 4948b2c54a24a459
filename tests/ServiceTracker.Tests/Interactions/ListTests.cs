using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Interactions;

public sealed class ListOnSqliteTests(OnSqlite shared) : ListTests(shared), IClassFixture<OnSqlite>;

public sealed class ListOnPostgresTests(OnPostgres shared) : ListTests(shared), IClassFixture<OnPostgres>;

public abstract class ListTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Theory, InlineData(1), InlineData(3), InlineData(7), InlineData(100)]
    public async Task All_pages_together_hold_everything_once_newest_first_even_with_equal_times(int limit)
    {
        var site = await organisation.SiteAsync();
        var batch = new JsonArray(
            [.. Enumerable.Range(0, 23).Select(i => Entry($"2026-11-20T10:00:0{i % 3}Z", site).With("externalId", $"e{i}"))]);
        var ids = (await api.PostAsync("interactions/batch", batch)).Is(200).Items.Select(i => (string)i!["interaction"]!["id"]!).ToList();

        var seen = new List<(string At, string Id)>();
        var (path, pages) = ($"interactions?site={site}&limit={limit}", 0);
        while (path is not null)
        {
            var page = (await api.GetAsync(path)).Is(200);
            seen.AddRange(page.Items.Select(i => ((string)i!["occurredAt"]!, (string)i["id"]!)));
            path = (string?)page["next"];
            Assert.True(path is null || path.StartsWith("/api/v1/interactions?", StringComparison.Ordinal), path);
            Assert.True(++pages <= 23);
        }

        Assert.Equal((23 + limit - 1) / limit, pages);
        Assert.Equal(ids.Order(), seen.Select(s => s.Id).Order());
        Assert.Equal(seen.Select(s => s.At).OrderDescending(), seen.Select(s => s.At));
    }

    [Fact]
    public async Task Rows_that_come_in_between_two_pages_neither_repeat_nor_lose_any()
    {
        var site = await organisation.SiteAsync();
        for (var i = 0; i < 4; i++) await organisation.LogAsync(Entry($"2026-11-20T10:00:0{i}Z", site));
        var first = (await api.GetAsync($"interactions?site={site}&limit=2")).Is(200);
        await organisation.LogAsync(Entry("2026-11-20T11:00:00Z", site));
        var second = (await api.GetAsync((string)first["next"]!)).Is(200);
        Assert.Equal(
            ["2026-11-20T10:00:03+00:00", "2026-11-20T10:00:02+00:00", "2026-11-20T10:00:01+00:00", "2026-11-20T10:00:00+00:00"],
            first.Items.Concat(second.Items).Select(i => (string?)i!["occurredAt"]));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var site = await organisation.SiteAsync(dayStart: "04:00");
        var person = await organisation.StaffAsync(null, site);
        await organisation.LogAsync(Entry("2026-11-18T03:00:00Z", site).With("note", "the 17th").With("staff", person));
        await organisation.LogAsync(Entry("2026-11-18T05:00:00Z", site, "phone").With("note", "the 18th"));
        await organisation.LogAsync(
            Entry("2026-11-19T05:00:00Z", site).With("note", "the 19th").With("staff", person).Observed("wait_seconds", 600));

        await Shows("");
        await Shows("&from=2026-11-18", "2026-11-18", "2026-11-19");
        await Shows("&to=2026-11-18", "2026-11-17", "2026-11-18");
        await Shows("&from=2026-11-18&to=2026-11-18", "2026-11-18");
        await Shows($"&staff={person}", "2026-11-17", "2026-11-19");
        await Shows("&channel=phone", "2026-11-18");
        await Shows("&missed=wait_seconds", "2026-11-19");
        await Shows("&missed=any", "2026-11-19");
        await Shows("&missed=greeted", []);
        await Shows("&fromHour=4", "2026-11-18", "2026-11-19");
        await Shows("&fromHour=3&beforeHour=5", "2026-11-17");
        await Shows("&state=counted");
        await Shows("&state=excluded", []);

        async Task Shows(string filter, params string[] dates)
        {
            var all = dates.Length == 0 && filter is "" or "&state=counted";
            var shown = (await api.GetAsync($"interactions?site={site}{filter}")).Is(200).Items.Select(i => (string)i!["businessDate"]!);
            Assert.Equal(all ? ["2026-11-17", "2026-11-18", "2026-11-19"] : dates, shown.Order());
        }
    }

    [Theory]
    [InlineData("site=none", "$.site unknown_reference")]
    [InlineData("staff=none", "$.staff unknown_reference")]
    [InlineData("channel=none", "$.channel unknown_reference")]
    [InlineData("missed=none", "$.missed unknown_reference")]
    [InlineData("state=lost", "$.state invalid")]
    [InlineData("role=none", "$.role unknown_reference")]
    [InlineData("fromHour=24", "$.fromHour out_of_range")]
    [InlineData("beforeHour=0", "$.beforeHour out_of_range")]
    [InlineData("fromHour=noon", "$.fromHour invalid")]
    [InlineData("limit=0", "$.limit out_of_range")]
    [InlineData("limit=1001", "$.limit out_of_range")]
    [InlineData("after=!", "$.after invalid")]
    [InlineData("after=abcd", "$.after invalid")]
    [InlineData("from=yesterday", "$.from invalid")]
    [InlineData("limit=many", "$.limit invalid")]
    public async Task A_filter_that_is_not_right_is_refused(string query, string error) =>
        (await api.GetAsync($"interactions?{query}")).IsRefused(error);

    [Fact]
    public async Task An_interaction_that_is_not_there_answers_404()
    {
        (await api.GetAsync($"interactions/{Guid.CreateVersion7()}")).IsProblem(404, "not_found");
        (await api.GetAsync("interactions/seven")).IsProblem(404, "not_found");
    }
}
