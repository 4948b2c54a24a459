using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>What detectors see of misses that are disputed, and of entries that are corrected.</summary>
public sealed class DisputedMissesTests(PostgresCluster postgres)
{
    private const int Weeks = 30, Slip = Weeks - 4;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Disputed_misses_are_out_of_the_persons_detectors_alone_and_back_when_it_is_ruled_that_they_stand(Store store)
    {
        await using var app = await ShopHistory.NewAsync(store, postgres);
        using var api = await ShopHistory.SetUpAsync(app);
        await ShopHistory.ImportAsync(api, ShopHistory.Rows(Weeks, Slip..Weeks));
        await app.WatchAsync();
        var before = await ShopHistory.FlagsAsync(app);
        Assert.Contains(before, f => f.Contains("Lower ann", StringComparison.Ordinal));

        var from = ShopHistory.Monday.AddDays(7 * Slip);
        var missed = (await api.GetAsync($"interactions?staff=ann&missed=any&from={from:yyyy-MM-dd}&limit=1000")).Is(200).Items
            .SelectMany(i => i!["observations"]!.AsObject().Where(o => o.Value!.ToString() == "missed")
                .Select(o => ((string)i["id"]!, o.Key)))
            .ToList();
        Assert.NotEmpty(missed);
        foreach (var (id, expectation) in missed)
            (await api.PostAsync($"interactions/{id}/disputes", new { expectation, reason = "It was not me." })).Is(200);
        await app.WatchAsync();
        var held = await ShopHistory.FlagsAsync(app);
        Assert.DoesNotContain(held, f => f.Contains("Lower ann", StringComparison.Ordinal));
        // What is said of the site and its channels rests on the same misses as before.
        Assert.Equal(OfNobody(before), OfNobody(held));

        using var manager = await app.AsAsync(Role.Manager, Hosting.Organisation.Site);
        foreach (var (id, expectation) in missed)
            (await manager.PostAsync($"interactions/{id}/rulings", new { expectation, ruling = "stands", reason = "Seen." })).Is(200);
        await app.WatchAsync();
        Assert.Equal(before, await ShopHistory.FlagsAsync(app));

        // A correction takes the days again as well.
        foreach (var (id, expectation) in missed)
        {
            var body = new { reason = "Seen wrongly.", observations = new Dictionary<string, string> { [expectation] = "met" } };
            (await manager.SendAsync(
                HttpMethod.Patch, $"interactions/{id}", System.Net.Http.Json.JsonContent.Create(body), "*")).Is(200);
        }

        await app.WatchAsync();
        Assert.DoesNotContain(await ShopHistory.FlagsAsync(app), f => f.Contains("Lower ann", StringComparison.Ordinal));
    }

    private static IEnumerable<string> OfNobody(IEnumerable<string> flags) =>
        flags.Where(f => f.Split(' ')[2] == "-").Select(f => string.Join(' ', f.Split(' ')[..4]));
}
