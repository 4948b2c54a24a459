using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

public sealed class TemplateOnSqliteTests(OnSqlite shared) : TemplateTests(shared), IClassFixture<OnSqlite>;

public sealed class TemplateOnPostgresTests(OnPostgres shared) : TemplateTests(shared), IClassFixture<OnPostgres>;

/// <summary>A file to start from.</summary>
public abstract class TemplateTests(SharedApp shared)
{
    [Fact]
    public async Task The_template_names_what_the_organisation_has_and_its_examples_pass_the_check()
    {
        var site = await shared.Organisation.SiteAsync();
        var team = await shared.Organisation.TeamAsync(site);
        var staff = shared.Organisation.NewCode("person");
        (await shared.Organisation.Admin.PutAsync($"staff/{staff}", new { name = staff, site, team })).Is(201);
        using var manager = await shared.App.AsAsync(Role.Manager, site);
        var template = (await manager.GetAsync("imports/template.csv")).Is(200);
        Assert.StartsWith("text/csv", template.ContentType, StringComparison.Ordinal);
        var lines = template.Text.Split("\r\n");
        Assert.Equal(
            "external_id,occurred_at,site,team,staff,channel,reason,customer_ref,basic:greeted,basic:identity,measure:wait_seconds," +
            "basic:anything_else,csat,comment", lines[0]);
        Assert.StartsWith(
            $"example-1,2026-11-20T12:00:00+00:00,{site},{team},{staff},counter,renewal,,met,met,60,met,,An example", lines[1],
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"example-2,2026-11-20T11:59:00+00:00,{site},{team},{staff},phone,renewal,,missed,met,na,met,,An example", lines[2],
            StringComparison.Ordinal);

        var tried = (await manager.PostBytesAsync("imports?dryRun=true", template.Bytes)).Is(200);
        Assert.Equal(("done", 2, 2, 0, 0), tried.Counts());
    }
}

/// <summary>A file to start from where there is little to start with.</summary>
public sealed class FirstTemplateTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Before_there_is_anything_the_template_has_its_columns_and_no_example()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        using var admin = await app.AdminAsync();
        Assert.Equal(
            "external_id,occurred_at,site,team,staff,channel,reason,customer_ref,csat,comment\r\n",
            (await admin.GetAsync("imports/template.csv")).Is(200).Text);
    }
}
