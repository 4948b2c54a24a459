using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;

namespace ServiceTracker.Tests.Hosting;

public sealed class TestAppTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_program_runs_on_the_store_of_the_test_with_the_clock_of_the_test(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = await app.AdminAsync();

        Assert.Equal(app.ConnectionString, app.Services.GetRequiredService<StoreSettings>().ConnectionString);
        Assert.Equal(TestApp.DefaultNow, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        (await api.PutAsync("sites/harbour", new { name = "Harbour", zone = "Europe/London" })).Is(201);
        Assert.Equal("harbour", Assert.Single(await app.QueryAsync(db => Task.FromResult(db.Sites.Select(s => s.Code).ToList()))));
    }

    [Fact]
    public async Task The_program_also_listens_on_a_port_of_its_own_and_reads_encoded_codes_there()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        app.UseKestrel(0);
        app.StartServer();
        using var http = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };
        Assert.Equal(
            HttpStatusCode.OK,
            (await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);

        using var api = new Api(http);
        http.DefaultRequestHeaders.Authorization = new(
            "Bearer", await app.TokenAsync(Domain.Access.Role.Admin, Application.Tokens.TokenScopes.All));
        (await api.PutAsync("sites/a%2Fb%20%26%20c", new { name = "Slash", zone = "UTC" })).Is(201);
        Assert.Equal("a/b & c", (string?)(await api.GetAsync("sites/a%2Fb%20%26%20c")).Is(200)["code"]);
    }
}
