using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Tests.Reports;

/// <summary>Few files are written at a time, for those who may have them and who take them.</summary>
public sealed class ManyFilesAtOnceTests(PostgresCluster postgres)
{
    private const string File = "reports/weekly/2026-W47/interactions.csv",
        Page = "/reports?handler=Download&week=2026-W47&file=interactions";

    // Several times what the server keeps ready for a reader who takes nothing.
    private const int Rows = 2000;

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_third_file_is_refused_with_when_to_come_back_and_a_stranger_takes_no_place(Store store)
    {
        await using var app = await AppAsync(store, new ExportLimits { Patience = TimeSpan.FromMilliseconds(300) });
        var api = await FilledAsync(app);
        var whole = (await api.GetAsync(File)).Is(200).Bytes;

        // Those who may not have it are told so at once, as often as they ask.
        using var stranger = app.Stranger();
        using var writer = app.WithToken(await app.TokenAsync(Role.Admin, TokenScopes.Write));
        using (var first = await OpenAsync(api))
        {
            using (var second = await OpenAsync(api))
            {
                (await stranger.GetAsync(File)).IsProblem(401, "unauthorized");
                (await writer.GetAsync(File)).IsProblem(403, "forbidden");
                (await stranger.GetAsync(Page)).Is(302);
                Assert.Contains("a few seconds", (await stranger.GetAsync("/not-found/503")).Is(503).Text, StringComparison.Ordinal);
                (await api.GetAsync(File + "?stie=harbour")).IsRefused("$.stie unknown_parameter");
                (await api.GetAsync(File)).IsUnavailable();
                (await api.PutAsync("reasons/other", new { name = "Other" })).Is(201);
                Assert.Equal(whole, await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            }

            Assert.Equal(whole, (await api.GetAsync(File)).Is(200).Bytes);
        }

        // A reader who goes away leaves the place as well.
        using var third = await OpenAsync(api);
        Assert.Equal(whole, (await api.GetAsync(File)).Is(200).Bytes);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Whoever_takes_nothing_for_a_while_leaves_the_place_to_others(Store store)
    {
        await using var app = await AppAsync(
            store, new ExportLimits { Patience = Eventually.Deadline, Idle = TimeSpan.FromMilliseconds(400) });
        var api = await FilledAsync(app);
        using var first = await OpenAsync(api);
        using var second = await OpenAsync(api);
        var lines = (await api.GetAsync(File)).Is(200).Text.Split("\r\n");
        Assert.Equal(Rows + 2, lines.Length);
        // Half a file is not taken for a whole one.
        await Assert.ThrowsAnyAsync<Exception>(() => first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private async Task<TestApp> AppAsync(Store store, ExportLimits limits) =>
        (await TestApp.NewAsync(store, postgres)).Replacing(services => services.AddSingleton(limits));

    private static async Task<Api> FilledAsync(TestApp app)
    {
        var api = (await Hosting.Organisation.SetUpAsync(app)).Admin;
        var rows = new StringBuilder(
            "external_id,occurred_at,site,channel,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else\n");
        for (var n = 0; n < Rows; n++)
            rows.Append(
                CultureInfo.InvariantCulture, $"row{n},2026-11-17T10:{n / 60 % 60:00}:{n % 60:00}Z,harbour,counter,met,met,42,met\n");
        (await api.PostTextAsync("imports", rows.ToString(), "text/csv")).Is(200);
        return api;
    }

    // Begun, with nothing of the body read.
    private static async Task<HttpResponseMessage> OpenAsync(Api api)
    {
        var answer = await api.Http.GetAsync(
            "/api/v1/" + File, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        return answer;
    }
}
