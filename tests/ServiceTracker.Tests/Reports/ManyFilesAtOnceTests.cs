using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
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
        var limits = new ExportLimits { Patience = TimeSpan.FromMilliseconds(300) };
        await using var app = await AppAsync(store, limits);
        var api = await FilledAsync(app);
        using var first = await OpenAsync(api);
        using var second = await OpenAsync(api);
        (await api.GetAsync(File)).IsUnavailable();
        await Eventually.HoldsAsync("a place is free", async () =>
        {
            app.Clock.Advance(limits.Idle);
            return (await api.GetAsync(File)).Status == 200;
        });
        Assert.Equal(Rows + 2, (await api.GetAsync(File)).Is(200).Text.Split("\r\n").Length);
        // Half a file is not taken for a whole one.
        await Assert.ThrowsAnyAsync<Exception>(() => first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Whoever_takes_a_file_in_drops_leaves_the_place_to_others(Store store)
    {
        var limits = new ExportLimits { AtATime = 1 };
        await using var app = (await AppAsync(store, limits)).Replacing(s => s.AddSingleton<IStartupFilter, Drops>());
        var api = await FilledAsync(app);
        var whole = (await api.GetAsync(File)).Is(200).Bytes;
        // Each piece is taken well within its time, and the file would be for hours.
        using var slow = app.WithToken(await app.TokenAsync(Role.Admin, TokenScopes.All));
        slow.Http.DefaultRequestHeaders.Add(Drops.Rate, "4096");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => slow.GetAsync(File));
        Assert.Equal(whole, (await api.GetAsync(File)).Is(200).Bytes);

        // As slow as a telephone may be.
        slow.Http.DefaultRequestHeaders.Remove(Drops.Rate);
        slow.Http.DefaultRequestHeaders.Add(Drops.Rate, "40960");
        Assert.Equal(whole, (await slow.GetAsync(File)).Is(200).Bytes);
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

    /// <summary>Readers who say with their request how many bytes a second they take of the answer.</summary>
    private sealed class Drops(TimeProvider clock) : IStartupFilter
    {
        public const string Rate = "X-Bytes-A-Second";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers[Rate].ToString() is { Length: > 0 } rate)
                    context.Response.Body = new Body(
                        context.Response.Body, (FakeTimeProvider)clock, double.Parse(rate, CultureInfo.InvariantCulture));
                return rest(context);
            });
            next(app);
        };

        private sealed class Body(Stream to, FakeTimeProvider clock, double rate) : MemoryStream
        {
            public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                clock.Advance(TimeSpan.FromSeconds(buffer.Length / rate));
                cancellationToken.ThrowIfCancellationRequested();
                await to.WriteAsync(buffer, cancellationToken);
            }

            public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);
        }
    }
}
