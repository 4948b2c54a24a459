using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ServiceTracker.Browser.Tests.Hosting.Crowd))]

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>
/// Two sites with forty and twenty people, 26 weeks up to 2026-W47, ten interactions a person and week. Three of the forty miss half of
/// theirs in the last eight weeks, all others one in ten. Made with the first use.
/// </summary>
public sealed class Crowd : SharedRunning
{
    /// <summary>The site with forty people, and who sees it alone and who sees both.</summary>
    public const string Large = "large", Manager = "manager@crowd.test", Admin = "admin@crowd.test";

    private const int Weeks = 26, Compared = 8;

    /// <summary>Those who stand out.</summary>
    public static IReadOnlyList<string> StandOut { get; } = ["Ada Lind", "Kim Sol", "Zoe Ray"];

    protected override async Task FillAsync(Running app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var api = await app.AdminAsync();
        var organisation = await Organisation.SetUpAsync(app.App, api);
        var people = StandOut.Concat(Enumerable.Range(1, 37).Select(i => $"Person {i:00}")).ToList();
        await SiteAsync(organisation, Large, people);
        await SiteAsync(organisation, "small", [.. Enumerable.Range(1, 20).Select(i => $"Colleague {i:00}")]);
        await app.AccountAsync(Manager, Role.Manager, "Manager", Large);
        await app.AccountAsync(Admin, Role.Admin, "Administrator");
    }

    private static async Task SiteAsync(Organisation organisation, string site, IReadOnlyList<string> people)
    {
        await organisation.SiteAsync(site);
        var series = new Series(organisation, site);
        foreach (var (name, i) in people.Select((name, i) => (name, i)))
        {
            var code = organisation.NewCode("person");
            (await organisation.Admin.PutAsync($"staff/{code}", new { name, site })).Is(201);
            for (var week = 0; week < Weeks; week++)
            {
                var at = new DateTime(2026, 11, 16, 10, 0, 0).AddDays(-7 * (Weeks - 1 - week));
                var misses = StandOut.Contains(name) && week >= Weeks - Compared ? 5 : (i + week) % 3;
                series.Add(at, (10 - misses, 10), code, (i + week) % 2 == 0 ? "counter" : "phone");
            }
        }

        await series.StoreAsync(rolledUp: true);
    }
}
