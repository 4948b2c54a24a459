using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Access;

/// <summary>Past days of the audit record are closed, each once, and whoever changes them is found.</summary>
public sealed class AuditChainTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_day_is_closed_an_hour_after_its_end_once_and_what_comes_later_stands_in_the_next(Store store)
    {
        await using var app = await NewAppAsync(store);
        var admin = await app.AdminAsync();
        (await admin.PutAsync("reasons/one", new { name = "One" })).Is(201);
        Assert.False(await CloseAsync(app));
        To(app, TestApp.DefaultNow.Date.AddDays(1).AddMinutes(59));
        Assert.False(await CloseAsync(app));
        To(app, TestApp.DefaultNow.Date.AddDays(1).AddMinutes(60));
        // Two servers at once.
        var closed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => CloseAsync(app))));
        Assert.Contains(true, closed);
        while (await CloseAsync(app))
        {
        }

        var first = await DaysAsync(app);
        var (day, entries) = Assert.Single(first);
        Assert.Equal(DateOnly.FromDateTime(TestApp.DefaultNow.Date), day);
        Assert.Equal(entries, await app.QueryAsync(db => db.AuditEntries.CountAsync(a => a.SealedOn == day)));

        // A server whose clock was behind, or that took an hour to store it.
        await app.QueryAsync(async db =>
        {
            db.AuditEntries.Add(new AuditEntry
            {
                Id = Guid.CreateVersion7(),
                At = TestApp.DefaultNow.UtcDateTime,
                By = "user:1",
                ByName = "Late",
                Action = "site.saved",
                Subject = "late",
            });
            return await db.SaveChangesAsync();
        });
        To(app, TestApp.DefaultNow.Date.AddDays(3));
        while (await CloseAsync(app))
        {
        }

        Assert.Equal(day.AddDays(1), await app.QueryAsync(db =>
            db.AuditEntries.Where(a => a.Subject == "late").Select(a => a.SealedOn).SingleAsync()));
        Assert.Equal(first[0], (await DaysAsync(app))[0]);
        Assert.Equal((2, Array.Empty<string>()), await CheckAsync(app));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Whoever_changes_removes_or_adds_a_line_of_a_closed_day_is_found_by_its_day(Store store)
    {
        await using var app = await NewAppAsync(store);
        var admin = await app.AdminAsync();
        for (var n = 0; n < 3; n++)
        {
            (await admin.PutAsync($"reasons/r{n}", new { name = $"Reason {n}" })).Is(201);
            To(app, TestApp.DefaultNow.Date.AddDays(n + 1).AddHours(12));
        }

        while (await CloseAsync(app))
        {
        }

        Assert.Equal((3, Array.Empty<string>()), await CheckAsync(app));
        var middle = TestApp.DefaultNow.Date.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            [$"{middle}: 1 of 1 lines do not say what they said"],
            await AfterAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE audit_entry SET by_name = 'Nobody' WHERE subject LIKE '%r1'")));
        Assert.Equal(
            [$"{middle}: it had 1 lines and has 0"],
            await AfterAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM audit_entry WHERE subject LIKE '%r1'")));
        Assert.Equal(
            [$"{middle}: it had 1 lines and has 2"],
            await AfterAsync(db => db.Database.ExecuteSqlRawAsync(
                "UPDATE audit_entry SET sealed_on = (SELECT sealed_on FROM audit_entry WHERE subject LIKE '%r1') " +
                "WHERE subject LIKE '%r2'"), $"{middle}:"));
        // Erased with its salt, a line stays in its link by its digest.
        Assert.Empty(await AfterAsync(db => db.Database.ExecuteSqlRawAsync(
            "UPDATE audit_entry SET by_name = 'erased', origin = NULL, before = NULL, after = NULL, salt = NULL " +
            "WHERE subject LIKE '%r1'")));
        // Without its salt it says nothing else either.
        Assert.Single(await AfterAsync(
            db => db.Database.ExecuteSqlRawAsync("UPDATE audit_entry SET by_name = 'Somebody', salt = NULL WHERE subject LIKE '%r1'")));

        async Task<string[]> AfterAsync(Func<Infrastructure.Persistence.ServiceTrackerDb, Task<int>> change, string only = "")
        {
            var before = await app.QueryAsync(db => db.AuditEntries.AsNoTracking().ToListAsync());
            await app.QueryAsync(async db => await change(db));
            var faults = (await CheckAsync(app)).Faults.Where(f => f.StartsWith(only, StringComparison.Ordinal)).ToArray();
            await app.QueryAsync(async db =>
            {
                await db.AuditEntries.ExecuteDeleteAsync();
                db.AuditEntries.AddRange(before);
                return await db.SaveChangesAsync();
            });
            return faults;
        }
    }

    [Fact]
    public async Task The_page_the_list_and_the_file_say_what_was_and_what_is()
    {
        await using var app = await NewAppAsync(Store.Sqlite);
        var admin = await app.AdminAsync();
        (await admin.PutAsync("reasons/renewal", new { name = "Renewal" })).Is(201);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        (await admin.PutAsync("reasons/renewal", new { name = "=Renew" })).Is(200);
        var line = (await admin.GetAsync("audit?action=reason.")).Is(200).Items[0]!;
        Assert.Equal("""[{"path":"name","before":"Renewal","after":"=Renew"}]""", line["changes"]!.ToJsonString());
        var file = (await admin.GetAsync("audit.csv?action=reason.")).Is(200);
        var rows = file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,at,by,by_name,origin,action,subject,site,before,after,closed_on,digest", rows[0]);
        Assert.Equal(3, rows.Length);
        (await admin.GetAsync("audit.csv?profile=word")).IsProblem(422, "validation");
        Assert.Contains("report.exported", (await admin.GetAsync("audit?subject=audit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_is_told_value_by_value_and_what_is_no_JSON_as_it_is()
    {
        Assert.Equal(
            [
                new("name", "A", "B"), new("sites", "a, b", "a"), new AuditDifference("gone", "1", null),
                new("periods[0].to", null, "2026-01-01"),
            ],
            AuditDifference.Of(
                """{"name":"A","same":true,"periods":[{"from":"2025","to":null}],"sites":["a","b"],"gone":1}""",
                """{"name":"B","same":true,"periods":[{"from":"2025","to":"2026-01-01"}],"sites":["a"]}"""));
        Assert.Equal([new AuditDifference("", null, "{cut")], AuditDifference.Of(null, "{cut"));
        Assert.Empty(AuditDifference.Of(null, null));
    }

    private async Task<TestApp> NewAppAsync(Store store) => (await TestApp.NewAsync(store, postgres)).Without("AuditJob");

    private static void To(TestApp app, DateTime utc) => app.Clock.SetUtcNow(new DateTimeOffset(utc, TimeSpan.Zero));

    private static Task<bool> CloseAsync(TestApp app) =>
        app.InScopeAsync(s => s.GetRequiredService<SealAuditDays>().RunAsync(CancellationToken.None));

    private static Task<List<(DateOnly, int)>> DaysAsync(TestApp app) => app.QueryAsync(async db =>
        (await db.AuditDays.AsNoTracking().OrderBy(d => d.Day).ToListAsync()).ConvertAll(d => (d.Day, d.Entries)));

    private static async Task<(int Days, string[] Faults)> CheckAsync(TestApp app)
    {
        var (days, faults) = await app.InScopeAsync(s => s.GetRequiredService<AuditCheck>().RunAsync(null, CancellationToken.None));
        return (days, [.. faults]);
    }
}
