using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Edge;

public sealed class PreconditionOnSqliteTests(OnSqlite shared) : PreconditionTests(shared), IClassFixture<OnSqlite>;

public sealed class PreconditionOnPostgresTests(OnPostgres shared) : PreconditionTests(shared), IClassFixture<OnPostgres>;

/// <summary>Everything that can be edited is edited under the same conditions.</summary>
public abstract class PreconditionTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api api = shared.Organisation.Admin;

    [Fact]
    public async Task Every_change_says_which_version_it_is_about_where_it_must_and_is_refused_where_it_is_another()
    {
        var edited = new Dictionary<string, (string Path, string Missing, JsonNode Body)>
        {
            ["put /sites/{code}"] = (
                $"sites/{await organisation.SiteAsync()}", "sites/none", JsonNode.Parse("""{"name":"S","zone":"Europe/London"}""")!),
            ["put /sites/{code}/teams/{team}"] = (
                $"sites/{Site}/teams/{await organisation.TeamAsync(Site)}", $"sites/{Site}/teams/none",
                JsonNode.Parse("""{"name":"T"}""")!),
            ["put /staff/{code}"] = (
                $"staff/{await organisation.StaffAsync(null, Site)}", "staff/none", JsonNode.Parse("""{"name":"P","site":"harbour"}""")!),
            ["put /channels/{code}"] = (
                $"channels/{await organisation.ChannelAsync()}", "channels/none", JsonNode.Parse("""{"name":"C"}""")!),
            ["put /import-mappings/{name}"] = (
                await MappingAsync(), "import-mappings/none", JsonNode.Parse("""{"columns":{"Wer":"staff"}}""")!),
            ["put /coverage/{site}/{date}"] = (
                await CountAsync(), $"coverage/{Site}/2020-01-01", JsonNode.Parse("""{"contacts":41}""")!),
            ["put /deliveries/{name}"] = (
                await DeliveryAsync(), "deliveries/none", JsonNode.Parse("""{"kind":"folder","target":"out"}""")!),
            ["put /reasons/{code}"] = ("reasons/renewal", "reasons/none", JsonNode.Parse("""{"name":"R"}""")!),
            ["put /baselines/{number}"] = (
                await DraftAsync(), "baselines/9999",
                    JsonNode.Parse("""{"name":"B","effectiveFrom":"2030-01-01","targetConsistency":0.9,"expectations":[]}""")!),
            ["patch /accounts/{id}"] = (await AccountAsync(), $"accounts/{Guid.CreateVersion7()}", JsonNode.Parse("""{"role":"ops"}""")!),
            ["patch /coaching/{id}"] = (
                await ConversationAsync(), $"coaching/{Guid.CreateVersion7()}", JsonNode.Parse("""{"observed":"Seen."}""")!),
            ["patch /interactions/{id}"] = (
                $"interactions/{(await organisation.LogAsync(Entry()))["id"]}", $"interactions/{Guid.CreateVersion7()}",
                JsonNode.Parse("""{"reason":"Seen wrongly.","note":"n"}""")!),
        };
        var document = (await api.GetAsync("/openapi/v1.json")).Is(200)["paths"]!.AsObject();
        var calls = document.SelectMany(p =>
            p.Value!.AsObject().Where(c => c.Key is "put" or "patch")
                .Select(c => $"{c.Key} {p.Key.Replace("/api/v1", "", StringComparison.Ordinal)}"));
        // Nobody reads a PIN, so there is no version of it to be about.
        calls = calls.Where(c => c != "put /staff/{code}/pin");
        Assert.Equal(calls.Order(StringComparer.Ordinal), edited.Keys.Order(StringComparer.Ordinal));

        foreach (var (call, (path, missing, body)) in edited)
        {
            var mustSay = call.StartsWith("patch", StringComparison.Ordinal);
            var method = mustSay ? HttpMethod.Patch : HttpMethod.Put;
            var tag = (await api.GetAsync(path)).Is(200).ETag!;
            foreach (var wrong in new[] { "\"999\"", "W/" + tag, "999", tag.Trim('"'), "\"998\", \"999\"" })
                (await SendAsync(wrong)).IsProblem(412, "stale");
            Assert.Equal(tag, (await api.GetAsync(path)).ETag);

            var changed = (await SendAsync(tag)).Is(200);
            Assert.NotEqual(tag, changed.ETag);
            (await SendAsync(tag)).IsProblem(412, "stale");
            changed = (await SendAsync($"\"999\", {changed.ETag}")).Is(200);
            Assert.Equal(changed.ETag, (await api.GetAsync(path)).ETag);
            (await SendAsync("*")).Is(200);
            if (mustSay) (await SendAsync(null)).IsProblem(428, "precondition_required");
            else (await SendAsync(null)).Is(200);

            // What is not there has no version; where a call makes nothing new, it is not there in any case.
            var nothing = await api.SendAsync(method, missing, JsonContent.Create(body), "*");
            if (mustSay || call.Contains("{number}", StringComparison.Ordinal)) nothing.IsProblem(404, "not_found");
            else nothing.IsProblem(412, "stale");
            (await api.GetAsync(missing)).Is(404);

            Task<Answer> SendAsync(string? ifMatch) => api.SendAsync(method, path, JsonContent.Create(body), ifMatch);
        }
    }

    [Fact]
    public async Task Both_conditions_must_hold_and_what_was_a_code_is_there()
    {
        var code = await organisation.StaffAsync(null, Site);
        var tag = (await api.GetAsync($"staff/{code}")).Is(200).ETag!;
        var body = JsonNode.Parse("""{"name":"P","site":"harbour"}""")!;
        (await PutAsync(code, tag, "*")).IsProblem(412, "stale");
        (await PutAsync(code, null, tag)).IsProblem(412, "stale");
        (await PutAsync(code, tag, "\"999\"")).Is(200);

        // A rename and a merge are about the version that was read, too.
        var other = organisation.NewCode("staff");
        var rename = JsonContent.Create(new { code = other });
        (await api.SendAsync(HttpMethod.Post, $"staff/{code}/rename", rename, "\"999\"")).IsProblem(412, "stale");
        tag = (await api.GetAsync($"staff/{code}")).Is(200).ETag!;
        (await api.SendAsync(HttpMethod.Post, $"staff/{code}/rename", JsonContent.Create(new { code = other }), tag)).Is(200);
        var into = await organisation.StaffAsync(null, Site);
        (await api.SendAsync(HttpMethod.Post, $"staff/{other}/merge", JsonContent.Create(new { into }), tag)).IsProblem(412, "stale");

        (await PutAsync(code, null, "*")).IsProblem(412, "stale");

        Task<Answer> PutAsync(string subject, string? ifMatch, string ifNoneMatch) =>
            api.SendAsync(HttpMethod.Put, $"staff/{subject}", JsonContent.Create(body), ifMatch, ifNoneMatch);
    }

    private async Task<string> DraftAsync()
    {
        var draft =
            (await api.PostAsync(
                "baselines",
                new { name = "Draft", effectiveFrom = "2030-01-01", targetConsistency = 0.9, expectations = StandardExpectations }))
                    .Is(201);
        return $"baselines/{draft["number"]}";
    }

    private async Task<string> CountAsync()
    {
        var path = $"coverage/{await organisation.SiteAsync()}/2026-11-19";
        (await api.PutAsync(path, new { contacts = 40 })).Is(201);
        return path;
    }

    private async Task<string> DeliveryAsync()
    {
        var path = $"deliveries/{organisation.NewCode("out")}";
        (await api.PutAsync(path, new { kind = "folder", target = "out" })).Is(201);
        return path;
    }

    private async Task<string> MappingAsync()
    {
        var path = $"import-mappings/{organisation.NewCode("till")}";
        (await api.PutAsync(path, new { columns = new { Wer = "staff" } })).Is(201);
        return path;
    }

    private async Task<string> ConversationAsync()
    {
        var staff = await organisation.StaffAsync(null, Site);
        return $"coaching/{(await api.PostAsync("coaching", new { staff, date = "2026-11-19", observed = "Seen." })).Is(201)["id"]}";
    }

    private async Task<string> AccountAsync()
    {
        var account = (await api.PostAsync("accounts", new { email = $"{organisation.NewCode("who")}@shop.test", role = "ops" })).Is(201);
        return $"accounts/{account["id"] ?? account["account"]!["id"]}";
    }
}
