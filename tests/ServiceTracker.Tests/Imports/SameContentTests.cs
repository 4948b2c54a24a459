using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class SameContentOnSqliteTests(OnSqlite shared) : SameContentTests(shared), IClassFixture<OnSqlite>;

public sealed class SameContentOnPostgresTests(OnPostgres shared) : SameContentTests(shared), IClassFixture<OnPostgres>;

/// <summary>What is stored alike is the same content, whichever way it comes in and comes again.</summary>
public abstract class SameContentTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Theory]
    [InlineData("api", "csv"), InlineData("csv", "api"), InlineData("api", "batch"), InlineData("batch", "csv")]
    [InlineData("csv", "ndjson"), InlineData("ndjson", "csv"), InlineData("csv", "na"), InlineData("na", "api"), InlineData("na", "csv")]
    public async Task A_blank_and_what_is_not_applicable_are_the_same_in_every_way_in(string first, string second)
    {
        var site = await organisation.SiteAsync();
        await SendAsync(first, site, isRetry: false);
        await SendAsync(second, site, isRetry: true);
        Assert.Equal(1, await shared.StoredAsync(site));
    }

    [Fact]
    public async Task Blanks_around_a_text_an_empty_one_and_a_negative_zero_are_no_other_content()
    {
        var site = await organisation.SiteAsync();
        object Entry(string? comment, string? note, double wait) => new
        {
            externalId = "t",
            site,
            channel = "counter",
            occurredAt = "2026-11-19T10:00:00Z",
            comment,
            note,
            observations = new { greeted = "met", identity = "met", wait_seconds = wait, anything_else = "na" },
        };
        (await organisation.Admin.PostAsync("interactions", Entry(" hi ", "", -0.0))).Is(201);
        (await organisation.Admin.PostAsync("interactions", Entry("hi", null, 0))).Is(200);
        (await organisation.Admin.PostAsync("interactions", Entry("hi", " ", 0))).Is(200);
        (await organisation.Admin.PostAsync("interactions", Entry("hi!", null, 0))).IsProblem(409, "conflict");
        (await organisation.Admin.PostAsync("interactions", Entry("hi", null, 1))).IsProblem(409, "conflict");

        var id = (await organisation.Admin.GetAsync($"interactions?site={site}")).Is(200).Items[0]!["id"];
        Assert.Equal(
            "0", (await organisation.Admin.GetAsync($"interactions/{id}")).Is(200)["observations"]!["wait_seconds"]!.ToJsonString());
        var file = (await organisation.Admin.GetAsync($"reports/weekly/2026-W47/interactions.csv?site={site}")).Is(200).Text;
        Assert.DoesNotContain(",-0", file, StringComparison.Ordinal);
    }

    private async Task SendAsync(string way, string site, bool isRetry)
    {
        var entry =
            $$"""{"externalId":"k","site":"{{site}}","channel":"counter","occurredAt":"2026-11-19T10:00:00Z","source":"observer",""" +
            """
            "observations":{"greeted":"met","identity":"na","wait_seconds":"na","anything_else":"missed"}}
            """;
        var na = way == "na" ? "na" : "";
        var csv = "external_id,occurred_at,site,channel,source,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else\n"
            + $"k,2026-11-19T10:00:00Z,{site},counter,observer,met,{na},{na},missed\n";
        var api = organisation.Admin;
        if (way == "api") (await api.PostTextAsync("interactions", entry, "application/json")).Is(isRetry ? 200 : 201);
        else if (way == "batch")
            Assert.Equal(
                isRetry ? 200 : 201,
                (int)(await api.PostTextAsync("interactions/batch", $"[{entry}]", "application/json")).Is(200).Items[0]!["status"]!);
        else
        {
            var import = (await shared.ImportAsync(way == "ndjson" ? entry : csv, way == "ndjson" ? "format=ndjson" : "")).Is(200);
            Assert.Equal(("done", 1, isRetry ? 0 : 1, isRetry ? 1 : 0, 0), import.Counts());
        }
    }
}
