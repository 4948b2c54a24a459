using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

public sealed class StrangerOnSqliteTests(OnSqlite shared) : StrangerTests(shared), IClassFixture<OnSqlite>;

public sealed class StrangerOnPostgresTests(OnPostgres shared) : StrangerTests(shared), IClassFixture<OnPostgres>;

/// <summary>A device with somebody at it, on every address there is besides its own pages.</summary>
public abstract partial class StrangerTests(SharedApp shared)
{
    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Every_other_route_answers_a_device_word_for_word_as_a_stranger()
    {
        var (device, secret) = await Counter.PairedAsync(organisation, Hosting.Organisation.Site);
        var person = await Counter.PersonAsync(organisation, Hosting.Organisation.Site, "4711");
        Assert.IsType<PinOutcome.Right>(await Counter.EnterAsync(app.Services, device, person, "4711"));
        var entry = await organisation.LogAsync(Hosting.Organisation.Entry().With("staff", person));
        using var at = app.Stranger();
        at.Http.DefaultRequestHeaders.Add("Cookie", $"servicetracker-device={secret}");
        using var stranger = app.Stranger();
        // The device is known, and somebody is at it.
        Assert.Contains("id=\"log\"", (await at.GetAsync($"/kiosk/log?person={person}")).Is(200).Text, StringComparison.Ordinal);

        var (walked, refused) = (0, 0);
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (route.StartsWith("/kiosk", StringComparison.Ordinal) || File().IsMatch(route)) continue;
            var path = Parameter().Replace(route, m => m.Groups["name"].Value switch
            {
                "id" => (string)entry["id"]!,
                "number" => "1",
                "week" => "2026-W47",
                "file" => "consistency",
                "documentName" => "v1",
                "status" => "404",
                "team" => "front",
                _ => person,
            }) + $"?site={Hosting.Organisation.Site}&code={person}&person={person}";
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named
                ? named : ["GET", "POST"];
            foreach (var method in methods)
            {
                var (its, theirs) = (await AskAsync(at, method, path), await AskAsync(stranger, method, path));
                Assert.Equal(theirs.Text, its.Text);
                walked++;
                if (its.Status is 401 or 302 or 400 or 403) refused++;
            }
        }

        Assert.True(walked > 120 && refused > 90, $"{walked} walked, {refused} refused.");
    }

    private static async Task<(int Status, string Text)> AskAsync(Api api, string method, string path)
    {
        var answer = await api.SendAsync(new HttpMethod(method), path, null);
        return (answer.Status, $"{answer.Call} {answer.Status} {answer.Location} {Own().Replace(answer.Text, "")}");
    }

    // Every answer has a number of its own in the log, and every form a token.
    [GeneratedRegex("\"traceId\":\"[^\"]*\"|CfDJ8[\\w-]*|\"since\":\"[^\"]*\"")]
    private static partial Regex Own();

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\.(css|js|svg|png|ico|webmanifest|woff2|txt|gz|br)$|^/docs|\{\*\*path:file\}")]
    private static partial Regex File();
}
