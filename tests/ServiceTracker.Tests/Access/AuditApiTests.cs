using System.Text.Json.Nodes;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Access;

public sealed class AuditApiTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_audit_record_is_read_page_by_page_by_what_its_page_filters_by_too(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        var admin = organisation.Admin;
        app.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var code in new[] { "a", "b", "c" })
        {
            (await admin.PutAsync($"reasons/{code}", new { name = code })).Is(201);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["reason/c", "reason/b", "reason/a"], Subjects(await admin.GetAsync("audit?from=2026-11-21")));
        var paged = new List<string>();
        for (string? path = "audit?action=reason.&limit=2"; path is not null;)
        {
            var page = (await admin.GetAsync(path)).Is(200);
            Assert.InRange(page.Items.Count, 1, 2);
            paged.AddRange(Subjects(page));
            path = (string?)page["next"];
        }

        Assert.Equal(["reason/c", "reason/b", "reason/a", "reason/renewal"], paged);
        Assert.Equal(["reason/renewal"], Subjects(await admin.GetAsync("audit?action=reason.&to=2026-11-20")));
        Assert.Equal(["reason/b"], Subjects(await admin.GetAsync("audit?subject=reason/b")));
        Assert.Empty(Subjects(await admin.GetAsync("audit?by=nobody-of-this-name")));
        var line = (await admin.GetAsync("audit?subject=reason/b&by=test")).Is(200).Items.Single()!;
        Assert.Equal(
            ("reason.saved", "test Admin", "2026-11-21T12:00:01+00:00"),
            ((string?)line["action"], (string?)line["byName"], (string?)line["at"]));
        Assert.StartsWith("token:", (string?)line["by"], StringComparison.Ordinal);

        (await admin.GetAsync("audit?after=x&limit=0")).IsRefused("$.after invalid", "$.limit out_of_range");
        (await admin.GetAsync("audit?from=21.11.2026")).IsRefused("$.from invalid");
        foreach (var role in new[] { Role.Manager, Role.Ops, Role.Staff })
            (await (await app.AsAsync(role)).GetAsync("audit")).IsProblem(403, "forbidden");
    }

    private static string[] Subjects(Answer answer) => [.. answer.Is(200).Items.Select((JsonNode? l) => (string)l!["subject"]!)];
}
