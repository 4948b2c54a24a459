using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>A program with a week to seal, which seals and delivers when a test says so.</summary>
internal static class Courier
{
    public const string Week = "2026-W46";

    /// <summary>A program that does nothing by itself, with an interaction in the week.</summary>
    public static async Task<Hosting.Organisation> NewAsync(
        Store store, PostgresCluster postgres, Action<IServiceCollection>? replace = null, params (string Name, string Value)[] settings)
    {
        var app = Quiet(await TestApp.NewAsync(store, postgres, settings)).Replacing(replace ?? (_ => { }));
        var organisation = await SetUpAsync(app);
        await organisation.LogAsync(Entry("2026-11-10T10:00:00Z"));
        await app.WatchAsync();
        return organisation;
    }

    public static TestApp Quiet(TestApp app) => app.WithoutWatchJob().Without("SealJob").Without("DeliveryJob");

    /// <summary>Seals the week, for the first time or anew.</summary>
    public static async Task<int> SealAsync(this Hosting.Organisation organisation, string site = Site)
    {
        organisation.App.Clock.Advance(TimeSpan.FromSeconds(1));
        // What was delivered is sealed anew before its time with a reason.
        var made = await organisation.Admin.PostAsync($"reports/weekly/{Week}/seal", new { site, reason = "A test." });
        return (int)made.Is(201)["revision"]!;
    }

    /// <summary>Sends what is due.</summary>
    public static async Task SendAsync(this TestApp app)
    {
        while (await app.InScopeAsync(s => s.GetRequiredService<SendDeliveries>().RunAsync(default)))
        {
        }
    }

    /// <summary>The receipts of a delivery, the newest first: revision, recipient, status and attempts.</summary>
    public static async Task<string[]> ReceiptsAsync(this Api api, string delivery) =>
    [
        .. (await api.GetAsync($"deliveries/{delivery}/receipts")).Is(200).Items
            .Select(r => $"{r!["revision"]} {r["recipient"]} {r["status"]} {r["attempt"]}".Replace("  ", " ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What a delivery's receipts say, by recipient.</summary>
    public static async Task<string> AnswerAsync(this Api api, string delivery) =>
        string.Join('\n', (await api.GetAsync($"deliveries/{delivery}/receipts")).Is(200).Items.Select(r => (string?)r!["answer"]));
}
