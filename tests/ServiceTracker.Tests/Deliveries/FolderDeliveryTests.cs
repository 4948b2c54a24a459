using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Deliveries.Courier;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>Sealed weeks in a folder, whatever happens on the way.</summary>
public sealed class FolderDeliveryTests(PostgresCluster postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-out-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task What_is_sealed_lies_in_the_folder_byte_for_byte_and_a_new_revision_beside_it(Store store)
    {
        var organisation = await NewAsync(store, postgres, null, ("Deliveries:Folders", folder));
        await using var app = organisation.App;
        var api = organisation.Admin;
        string[] files = ["sites.csv"];
        (await api.PutAsync("deliveries/payroll", new { kind = "folder", target = "payroll/weekly", files })).Is(201);
        (await api.PutAsync("deliveries/first", new { kind = "folder", target = ".", revisions = "first", profile = "excel" })).Is(201);
        (await api.PutAsync("deliveries/off", new { kind = "folder", target = "off", enabled = false })).Is(201);
        await organisation.SealAsync();
        await app.SendAsync();
        var file = Path.Combine(folder, "payroll", "weekly", $"sites_{Week}_harbour_r1.csv");
        var kept = (await api.GetAsync($"reports/weekly/{Week}/sites.csv?revision=1&site={Site}")).Is(200).Bytes;
        Assert.Equal(kept, await File.ReadAllBytesAsync(file, Cancellation));
        Assert.Equal(["1 sent 1"], await api.ReceiptsAsync("payroll"));
        Assert.Equal(7, Directory.GetFiles(folder).Length);
        Assert.Equal(0xEF, (await File.ReadAllBytesAsync(Path.Combine(folder, $"sites_{Week}_harbour_r1.csv"), Cancellation))[0]);
        Assert.False(Directory.Exists(Path.Combine(folder, "off")));

        await organisation.LogAsync(Entry("2026-11-11T10:00:00Z"));
        await app.WatchAsync();
        await organisation.SealAsync();
        await app.SendAsync();
        Assert.Equal(["1 sent 1", "2 sent 1"], await api.ReceiptsAsync("payroll"));
        Assert.Equal(["1 sent 1"], await api.ReceiptsAsync("first"));
        Assert.Equal(
            [$"sites_{Week}_harbour_r1.csv", $"sites_{Week}_harbour_r2.csv"],
            Directory.GetFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        // Sent again, under the same id: what is there stays as it is, what is not comes back.
        var receipt = (await api.GetAsync("deliveries/payroll/receipts")).Items.Single(r => (int)r!["revision"]! == 1)!;
        var written = File.GetLastWriteTimeUtc(file);
        (await api.PostAsync($"deliveries/payroll/receipts/{receipt["id"]}/resend")).Is(200);
        await app.SendAsync();
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        File.Delete(file);
        var again = (await api.PostAsync($"deliveries/payroll/receipts/{receipt["id"]}/resend")).Is(200);
        Assert.Equal(("waiting", (string)receipt["id"]!), ((string)again["status"]!, (string)again["id"]!));
        await app.SendAsync();
        Assert.Equal(kept, await File.ReadAllBytesAsync(file, Cancellation));
        Assert.Equal(["1 sent 3", "2 sent 1"], await api.ReceiptsAsync("payroll"));
    }

    [Fact]
    public async Task A_link_is_not_followed_and_a_folder_that_is_not_there_for_a_while_loses_nothing()
    {
        var organisation = await NewAsync(Store.Sqlite, postgres, null, ("Deliveries:Folders", folder));
        await using var app = organisation.App;
        var (api, outside) = (organisation.Admin, Directory.CreateTempSubdirectory("servicetracker-elsewhere-"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "link"), outside.FullName);
        await File.WriteAllTextAsync(Path.Combine(folder, "taken"), "a file", Cancellation);
        (await api.PutAsync("deliveries/link", new { kind = "folder", target = "link/below" })).Is(201);
        (await api.PutAsync("deliveries/taken", new { kind = "folder", target = "taken" })).Is(201);
        await organisation.SealAsync();
        await app.SendAsync();
        Assert.Equal(["1 failed 1"], await api.ReceiptsAsync("link"));
        Assert.Contains("is a link", await api.AnswerAsync("link"), StringComparison.Ordinal);
        Assert.Empty(outside.GetFileSystemInfos());
        Assert.Equal(["1 waiting 1"], await api.ReceiptsAsync("taken"));
        Assert.False((bool)(await api.PostAsync("deliveries/taken/test")).Is(200)["taken"]!);

        File.Delete(Path.Combine(folder, "taken"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SendAsync();
        Assert.Equal(["1 sent 2"], await api.ReceiptsAsync("taken"));
        Assert.True((bool)(await api.PostAsync("deliveries/taken/test")).Is(200)["taken"]!);
        outside.Delete();
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Wherever_the_program_is_killed_nothing_is_lost_and_each_recipient_has_one_receipt(Store store)
    {
        var death = new Death();
        var organisation = await NewAsync(store, postgres, death.PutInto, ("Deliveries:Folders", folder));
        await using var app = organisation.App;
        var api = organisation.Admin;
        foreach (var name in new[] { "one", "two" })
            (await api.PutAsync($"deliveries/{name}", new { kind = "folder", target = name })).Is(201);
        await organisation.SealAsync();
        Assert.Equal(2, await app.QueryAsync(db => db.DeliveryReceipts.CountAsync(r => r.Status == DeliveryStatus.Waiting)));
        var killed = 0;
        for (var statement = 1; ; statement++)
        {
            if (await IsKilledAsync(app, death, statement)) killed++;
            if (await app.QueryAsync(db => db.DeliveryReceipts.AllAsync(r => r.Status == DeliveryStatus.Sent))) break;
            // As long as an attempt is its server's alone.
            app.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.InRange(killed, 10, 500);
        foreach (var name in new[] { "one", "two" })
        {
            Assert.Equal(7, Directory.GetFiles(Path.Combine(folder, name)).Length);
            Assert.Single(await api.ReceiptsAsync(name));
        }

        Assert.Equal(2, await app.QueryAsync(db => db.AuditEntries.CountAsync(a => a.Action == "delivery.sent")));
    }

    [Fact]
    public async Task Two_servers_that_send_at_once_send_each_thing_once()
    {
        var organisation = await NewAsync(Store.Postgres, postgres, null, ("Deliveries:Folders", folder));
        await using var one = organisation.App;
        await using var other = Quiet(await TestApp.NewAsync(
            Store.Postgres, postgres, ("Deliveries:Folders", folder),
            ($"ConnectionStrings:{StoreSettings.ConnectionName}", one.ConnectionString)));
        string[] files = ["sites.csv"];
        foreach (var i in Enumerable.Range(0, 8))
            (await organisation.Admin.PutAsync($"deliveries/d{i}", new { kind = "folder", target = $"d{i}", files })).Is(201);
        await organisation.SealAsync();
        // Whether or not one of them has the lease, which only saves work.
        await Task.WhenAll(new[] { one, other, one, other }.Select(app => Task.Run(async () =>
        {
            await app.QueryAsync(db => db.Leases.Where(l => l.Name == "delivery").ExecuteDeleteAsync());
            await app.SendAsync();
        })));
        await one.QueryAsync(db => db.Leases.Where(l => l.Name == "delivery").ExecuteDeleteAsync());
        await one.SendAsync();
        Assert.Equal(8, await one.QueryAsync(db => db.DeliveryReceipts.CountAsync(r => r.Status == DeliveryStatus.Sent && r.Attempt == 1)));
        Assert.Equal(8, await one.QueryAsync(db => db.AuditEntries.CountAsync(a => a.Action == "delivery.sent")));
        Assert.Equal(8, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
    }

    private static async Task<bool> IsKilledAsync(TestApp app, Death death, int statement)
    {
        try
        {
            await app.InScopeAsync(async s =>
            {
                death.After(statement);
                await s.GetRequiredService<SendDeliveries>().RunAsync(default);
            });
            return false;
        }
        catch (Exception e) when (Death.IsIt(e))
        {
            return true;
        }
    }
}
