using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;
using Answer = ServiceTracker.Tests.Hosting.Answer;

namespace ServiceTracker.Tests.Access;

public sealed class AccessOnSqliteTests(OnSqlite shared) : AccessTests(shared), IClassFixture<OnSqlite>;

public sealed class AccessOnPostgresTests(OnPostgres shared) : AccessTests(shared), IClassFixture<OnPostgres>;

public abstract class AccessTests(SharedApp shared)
{
    /// <summary>What anybody may call without signing in. Everything else is refused to strangers.</summary>
    private static readonly string[] AnonymousRoutes =
    [
        "GET /openapi/{documentName}.json", "* /docs/{**path}", "* /health/live", "* /health/ready",
    ];

    /// <summary>Every call of the API and the roles that may make it; an administrator may make all of them.</summary>
    private static readonly Dictionary<string, string> WhoMay = new()
    {
        ["GET /sites"] = "manager ops staff",
        ["GET /sites/{code}"] = "manager ops staff",
        ["PUT /sites/{code}"] = "",
        ["GET /sites/{code}/teams"] = "manager ops staff",
        ["GET /sites/{code}/teams/{team}"] = "manager ops staff",
        ["PUT /sites/{code}/teams/{team}"] = "manager",
        ["GET /staff"] = "manager ops staff",
        ["GET /staff/{code}"] = "manager ops staff",
        ["PUT /staff/{code}"] = "manager",
        ["GET /channels"] = "manager ops staff",
        ["GET /channels/{code}"] = "manager ops staff",
        ["PUT /channels/{code}"] = "",
        ["GET /reasons"] = "manager ops staff",
        ["GET /reasons/{code}"] = "manager ops staff",
        ["PUT /reasons/{code}"] = "",
        ["GET /baselines"] = "manager ops staff",
        ["GET /baselines/{number:int}"] = "manager ops staff",
        ["POST /staff/{code}/rename"] = "manager",
        ["POST /staff/{code}/merge"] = "manager",
        ["POST /baselines"] = "manager",
        ["PUT /baselines/{number:int}"] = "manager",
        ["POST /baselines/{number:int}/publish"] = "",
        ["GET /devices"] = "manager",
        ["POST /devices"] = "manager",
        ["DELETE /devices/{id:guid}"] = "manager",
        ["POST /devices/{id:guid}/unlock"] = "manager",
        ["GET /unclaimed-entries"] = "manager",
        ["POST /unclaimed-entries/{id:guid}"] = "manager",
        // A person sets their own, too; these callers are nobody in particular.
        ["PUT /staff/{code}/pin"] = "manager",
        ["DELETE /staff/{code}/pin"] = "manager",
        ["POST /staff/{code}/pin/unlock"] = "manager",
        ["GET /accounts"] = "",
        ["POST /accounts"] = "",
        ["GET /accounts/{id:guid}"] = "",
        ["PATCH /accounts/{id:guid}"] = "",
        ["DELETE /accounts/{id:guid}"] = "",
        ["POST /accounts/{id:guid}/reset"] = "",
        ["GET /audit"] = "",
        ["POST /interactions"] = "manager staff",
        ["POST /interactions/batch"] = "manager staff",
        ["GET /logging/next"] = "manager staff",
        ["GET /observations/next"] = "manager",
        ["GET /observations/calibration"] = "manager ops",
        ["GET /interactions"] = "manager ops staff",
        ["GET /interactions/{id:guid}"] = "manager ops staff",
        ["PATCH /interactions/{id:guid}"] = "manager staff",
        ["GET /interactions/changes"] = "manager ops",
        ["GET /tokens"] = "",
        ["GET /audit.csv"] = "",
        ["POST /tokens"] = "",
        ["DELETE /tokens/{id:guid}"] = "",
        ["GET /interactions/{id:guid}/history"] = "manager ops staff",
        ["POST /interactions/{id:guid}/disputes"] = "manager ops staff",
        ["POST /interactions/{id:guid}/rulings"] = "manager",
        ["GET /disputes"] = "manager ops staff",
        ["GET /disputes/summary"] = "manager",
        ["GET /coverage"] = "manager ops",
        ["GET /coverage/{site}/{date}"] = "manager ops",
        ["PUT /coverage/{site}/{date}"] = "manager",
        ["DELETE /coverage/{site}/{date}"] = "manager",
        ["GET /safety"] = "manager ops",
        ["POST /imports"] = "manager ops",
        ["GET /imports"] = "manager ops",
        ["POST /imports/preview"] = "manager ops",
        ["GET /imports/template.csv"] = "manager ops",
        ["GET /import-mappings"] = "manager ops",
        ["GET /import-mappings/{name}"] = "manager ops",
        ["PUT /import-mappings/{name}"] = "manager ops",
        ["DELETE /import-mappings/{name}"] = "manager ops",
        ["GET /imports/{id:guid}"] = "manager ops",
        ["GET /imports/{id:guid}/errors.csv"] = "manager ops",
        ["GET /imports/{id:guid}/bad-rows"] = "manager ops",
        ["GET /consistency"] = "manager ops staff",
        ["GET /consistency/chart"] = "manager ops staff",
        ["GET /consistency/funnel"] = "manager ops",
        ["GET /consistency/variance"] = "manager ops",
        ["GET /consistency/falters"] = "manager ops",
        ["GET /consistency/agreement"] = "manager ops",
        ["GET /consistency/basics"] = "manager ops",
        ["GET /consistency/logging"] = "manager ops",
        ["POST /charts"] = "manager ops staff",
        ["GET /flags"] = "manager ops staff",
        ["GET /flags/{id:guid}"] = "manager ops staff",
        ["POST /flags/{id:guid}/transitions"] = "manager",
        ["GET /notes"] = "manager",
        ["GET /coaching"] = "manager ops staff",
        ["GET /coaching/{id:guid}"] = "manager ops staff",
        ["POST /coaching"] = "manager",
        ["PATCH /coaching/{id:guid}"] = "manager",
        ["GET /recoveries"] = "manager ops staff",
        ["GET /recoveries/{id:guid}"] = "manager ops staff",
        ["GET /recoveries/summary"] = "manager ops staff",
        ["POST /recoveries"] = "manager staff",
        ["POST /recoveries/{id:guid}/transitions"] = "manager staff",
        ["GET /process-changes"] = "manager ops staff",
        ["POST /process-changes"] = "manager",
        ["GET /reports/weekly"] = "manager ops",
        ["GET /reports/weekly/{week}"] = "manager ops",
        ["GET /reports/weekly/{week}/{file}.csv"] = "manager ops",
        ["GET /reports/weekly/{week}/diff"] = "manager ops",
        ["GET /reports/weekly/{week}/week.zip"] = "manager ops",
        ["POST /reports/weekly/{week}/seal"] = "manager ops",
        ["POST /reports/weekly/{week}/seal/approvals/{id:guid}"] = "manager ops",
        ["GET /columns"] = "manager ops",
        ["GET /deliveries"] = "manager ops",
        ["GET /deliveries/{name}"] = "manager ops",
        ["PUT /deliveries/{name}"] = "",
        ["DELETE /deliveries/{name}"] = "",
        ["POST /deliveries/{name}/test"] = "",
        ["GET /deliveries/{name}/receipts"] = "manager ops",
        ["POST /deliveries/{name}/receipts/{id:guid}/resend"] = "manager ops",
    };

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task Without_a_valid_token_every_call_answers_401()
    {
        foreach (var api in new[] { app.Stranger(),
            app.WithToken("st_" + new string('A', 43)), app.WithToken("nonsense"), app.WithToken("") })
        {
            foreach (var call in ApiCalls()) (await CallAsync(api, call)).IsProblem(401, "unauthorized");
        }

        using var basic = app.Stranger();
        basic.Http.DefaultRequestHeaders.Authorization = new("Basic", "YWRtaW46YWRtaW4=");
        (await basic.GetAsync("sites")).IsProblem(401, "unauthorized");
    }

    [Fact]
    public async Task Every_call_lets_in_the_roles_it_is_listed_with_and_no_other()
    {
        Assert.Equal(WhoMay.Keys.Order(), ApiCalls().Order());
        foreach (var role in new[] { Role.Admin, Role.Manager, Role.Ops, Role.Staff })
        {
            using var api = await app.AsAsync(role, Site);
            var name = role.ToString().ToLowerInvariant();
            foreach (var (call, roles) in WhoMay)
            {
                var answer = await CallAsync(api, call);
                var may = role == Role.Admin || roles.Split(' ').Contains(name);
                if (answer.Status == 401 || (answer.Status == 403) == may) Assert.Fail($"{call} answered {answer.Status} to {name}.");
                if (!may) Assert.Equal("forbidden", answer.Code);
            }
        }
    }

    [Fact]
    public async Task A_token_that_may_only_read_cannot_write_and_the_other_way_round()
    {
        using var reader = app.WithToken(await app.TokenAsync(Role.Admin, TokenScopes.Read));
        using var writer = app.WithToken(await app.TokenAsync(Role.Admin, TokenScopes.Write));
        foreach (var call in ApiCalls())
        {
            // A chart of a series that is sent changes nothing.
            var reads = call.StartsWith("GET ", StringComparison.Ordinal) || call == "POST /charts";
            (await CallAsync(reads ? writer : reader, call)).IsProblem(403, "forbidden");
            Assert.NotEqual(403, (await CallAsync(reads ? reader : writer, call)).Status);
        }
    }

    [Fact]
    public async Task A_revoked_token_is_worth_nothing_from_ten_seconds_on()
    {
        var (used, unused) = (await app.TokenAsync(Role.Manager, TokenScopes.All), await app.TokenAsync(Role.Manager, TokenScopes.All));
        using var api = app.WithToken(used);
        (await api.GetAsync("sites")).Is(200);
        foreach (var token in new[] { used, unused })
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
            Assert.Equal(
                1, await app.QueryAsync(db =>
                    db.ApiTokens.Where(t => t.Hash == hash)
                        .ExecuteUpdateAsync(s => s.SetProperty(t => t.RevokedAt, TestApp.DefaultNow.UtcDateTime))));
        }

        using var stranger = app.WithToken(unused);
        (await stranger.GetAsync("sites")).IsProblem(401, "unauthorized");
        app.Clock.Advance(ApiTokenCache.Lifetime);
        (await api.GetAsync("sites")).IsProblem(401, "unauthorized");
    }

    [Fact]
    public async Task Tokens_are_stored_hashed()
    {
        var token = await app.TokenAsync(Role.Staff, TokenScopes.All);
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
        Assert.Equal(1, await app.QueryAsync(db => db.ApiTokens.CountAsync(t => t.Hash == hash)));
    }

    [Fact]
    public async Task Another_sites_data_are_as_if_they_were_not_there()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        await organisation.TeamAsync(theirs, "crew");
        var stranger = await organisation.StaffAsync(null, theirs);
        var hidden = await organisation.LogAsync(Entry(site: theirs).With("note", "secret"));
        var own = await organisation.LogAsync(Entry(site: mine));
        foreach (var role in new[] { Role.Manager, Role.Ops })
        {
            using var api = await app.AsAsync(role, mine);
            (await api.GetAsync($"sites/{theirs}")).Is(404);
            (await api.GetAsync($"sites/{theirs}/teams")).Is(404);
            (await api.GetAsync($"sites/{theirs}/teams/crew")).Is(404);
            (await api.GetAsync($"staff/{stranger}")).Is(404);
            (await api.GetAsync($"interactions/{hidden["id"]}")).Is(404);
            (await api.GetAsync($"interactions?site={theirs}")).IsRefused("$.site unknown_reference");
            (await api.GetAsync($"reports/weekly/2026-W47/consistency.csv?site={theirs}")).IsRefused("$.site unknown_reference");
            Assert.Equal([mine], (await api.GetAsync("sites")).Is(200).Items.Select(s => (string?)s!["code"]));
            Assert.DoesNotContain((await api.GetAsync("staff")).Is(200).Items, s => (string?)s!["site"] != mine);
            Assert.Equal([(string?)own["id"]], (await api.GetAsync("interactions")).Is(200).Items.Select(i => (string?)i!["id"]));
            Assert.Equal(1, (int)(await api.GetAsync("reports/weekly/2026-W47")).Is(200)["interactions"]!);
            foreach (var file in new[] { "consistency", "basics", "interactions" })
            {
                var csv = (await api.GetAsync($"reports/weekly/2026-W47/{file}.csv")).Is(200).Text;
                Assert.Contains(mine, csv, StringComparison.Ordinal);
                Assert.DoesNotContain(theirs, csv, StringComparison.Ordinal);
            }

            var import = await api.PostTextAsync(
                "imports", $"occurred_at,site,channel,basic:greeted\r\n2026-11-20T10:00:00Z,{theirs},counter,met\r\n", "text/csv");
            Assert.Equal(422, import.Status);
            Assert.Equal("unknown_reference", (string?)import["errors"]![0]!["code"]);
        }

        using var manager = await app.AsAsync(Role.Manager, mine);
        (await manager.PostAsync("interactions", Entry(site: theirs))).IsRefused("$.site unknown_reference");
        (await manager.PutAsync($"sites/{theirs}/teams/crew", new { name = "Mine now" })).Is(404);
        (await manager.PutAsync($"staff/{organisation.NewCode("p")}", new { name = "P", site = theirs }))
            .IsRefused("$.site unknown_reference");
        (await manager.PutAsync($"staff/{stranger}", new { name = "Mine now", site = mine })).IsProblem(409, "conflict");
        Assert.Equal(
            1, await app.QueryAsync(db =>
                db.Interactions.CountAsync(i =>
                    i.Id == Guid.Parse((string)hidden["id"]!)
                        || (i.StaffId == null && db.Sites.Any(s => s.Id == i.SiteId && s.Code == theirs)))));
        Assert.Equal(theirs, (string?)(await organisation.Admin.GetAsync($"staff/{stranger}"))["site"]);
    }

    /// <summary>Every call that takes a code of a person, and of a site: what is asked of another site's is answered as for a code that
    /// nobody has.</summary>
    private static readonly string[] CallsWithPerson =
    [
        "GET staff/{code}", "GET interactions?staff={code}", "GET interactions?staff={code}&limit=1&state=counted",
        "GET consistency?staff={code}", "GET consistency?by=staff&staff={code}",
        "GET consistency/chart?staff={code}", "GET consistency/funnel?staff={code}", "GET consistency/falters?staff={code}",
        "GET consistency/agreement?staff={code}", "GET flags?staff={code}", "GET coaching?staff={code}",
    ],
    CallsWithSite =
    [
        "GET sites/{code}", "GET sites/{code}/teams", "GET sites/{code}/teams/crew", "PUT sites/{code}/teams/crew",
        "GET interactions?site={code}", "GET consistency?site={code}",
        "GET consistency/chart?site={code}", "GET consistency/funnel?site={code}", "GET consistency/variance?site={code}",
        "GET consistency/falters?site={code}", "GET consistency/basics?site={code}",
        "GET consistency/agreement?site={code}", "GET flags?site={code}", "GET process-changes?site={code}", "GET recoveries?site={code}",
        "GET reports/weekly/2026-W47/consistency.csv?site={code}",
        "GET reports/weekly/2026-W47/basics.csv?site={code}",
        "GET reports/weekly/2026-W47/interactions.csv?site={code}",
    ];

    private static readonly string[] PagesWithPerson = [
        "/consistency/chart?staff={code}", "/interactions?Filter.Staff={code}", "/log?person={code}", "/staff/{code}",
        "/person?code={code}"];

    [Theory, InlineData(Role.Manager), InlineData(Role.Staff)]
    public async Task Another_sites_people_are_on_no_page(Role role)
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var (own, colleague, stranger) = (
            await organisation.StaffAsync(null, mine), await organisation.StaffAsync(null, mine),
                await organisation.StaffAsync(null, theirs));
        await organisation.LogAsync(Entry(site: theirs).With("staff", stranger));
        await organisation.LogAsync(Entry(site: mine).With("staff", colleague));
        var (site, person) = await app.QueryAsync(async db => (
            await db.Sites.Where(s => s.Code == mine).Select(s => s.Id).SingleAsync(),
                await db.Staff.Where(s => s.Code == own).Select(s => s.Id).SingleAsync()));
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, $"{own}@example.org", "a long enough password", null, role, [site], role == Role.Staff ? person : null,
            CancellationToken.None)));
        using var visitor = new Visitor(app);
        await visitor.SignInAsync($"{own}@example.org", "a long enough password");
        foreach (var path in PagesWithPerson)
        {
            var absent = await ReadAsync(path, "zzabsent");
            Assert.Equal(absent, await ReadAsync(path, stranger));
            if (role == Role.Staff) Assert.Equal(absent, await ReadAsync(path, colleague));
        }

        async Task<string> ReadAsync(string path, string code)
        {
            var (answer, page) = await visitor.GetAsync(path.Replace("{code}", code, StringComparison.Ordinal));
            return $"{path} {(int)answer.StatusCode} " +
                $"{page.QuerySelector("main")?.TextContent.Replace(code, "{code}", StringComparison.Ordinal)}";
        }
    }

    [Fact]
    public async Task Another_sites_codes_are_answered_word_for_word_as_those_that_nobody_has()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        await organisation.TeamAsync(theirs, "crew");
        var (stranger, colleague) = (await organisation.StaffAsync(null, theirs), await organisation.StaffAsync(null, mine));
        await organisation.LogAsync(Entry(site: theirs).With("staff", stranger));
        await organisation.LogAsync(Entry(site: mine).With("staff", colleague));
        foreach (var role in new[] { Role.Manager, Role.Ops, Role.Staff })
        {
            using var api = await app.AsAsync(role, mine);
            foreach (var call in CallsWithPerson)
            {
                await AssertAlikeAsync(api, call, stranger);
                if (role == Role.Staff) await AssertAlikeAsync(api, call, colleague);
            }

            foreach (var call in CallsWithSite) await AssertAlikeAsync(api, call, theirs);
        }

        // An account that belongs to a person.
        var own = await organisation.StaffAsync(null, mine);
        var actor = await app.QueryAsync(async db => new Actor(
            "user:9", "Own", Role.Staff, [await db.Sites.Where(s => s.Code == mine).Select(s => s.Id).SingleAsync()],
            await db.Staff.Where(s => s.Code == own).Select(s => s.Id).SingleAsync()));
        foreach (var code in new[] { stranger, colleague })
            Assert.Equal(await LogAsync(actor, "absent"), (await LogAsync(actor, code)).Replace(code, "absent", StringComparison.Ordinal));
        Assert.StartsWith("$.staff unknown_reference", await LogAsync(actor, stranger), StringComparison.Ordinal);
        Assert.Equal("", await LogAsync(actor, own));

        async Task<string> LogAsync(Actor who, string person)
        {
            var options = app.Services.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value;
            var body = Entry(site: mine).With("staff", person);
            var entry = System.Text.Json.JsonSerializer.Deserialize<InteractionEntry>(body, options.SerializerOptions)!;
            var result = await app.Services.GetRequiredService<LogInteraction>().RunAsync(who, entry, CancellationToken.None);
            return result is Result<InteractionDetails>.Invalid { Errors: var errors }
                ? string.Join('\n', errors.Select(e => $"{e.Path} {e.Code} {e.Message}")) : "";
        }
    }

    [Fact]
    public async Task Somebody_of_another_site_is_there_as_far_as_they_served_at_ones_own()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var visitor = await organisation.StaffAsync(null, theirs);
        using var manager = await app.AsAsync(Role.Manager, mine);
        (await manager.GetAsync($"interactions?staff={visitor}")).IsRefused("$.staff unknown_reference");
        await organisation.LogAsync(Entry(site: theirs).With("staff", visitor));
        var visit = (await manager.PostAsync("interactions", Entry(site: mine).With("staff", visitor))).Is(201);
        Assert.Equal(
            [(string?)visit["id"]], (await manager.GetAsync($"interactions?staff={visitor}")).Is(200).Items.Select(i => (string?)i!["id"]));
        Assert.Equal(
            1, (int)Assert.Single((await manager.GetAsync($"consistency?by=staff&staff={visitor}")).Is(200).Items)!["interactions"]!);
        (await manager.GetAsync($"staff/{visitor}")).Is(404);
        Assert.DoesNotContain((await manager.GetAsync("staff")).Is(200).Items, s => (string?)s!["code"] == visitor);
        var taken = (await manager.PutAsync($"staff/{visitor}", new { name = "Mine now", site = mine })).IsProblem(409, "conflict");
        Assert.DoesNotContain("site", (string?)taken["detail"], StringComparison.Ordinal);
    }

    private static async Task AssertAlikeAsync(Api api, string call, string code)
    {
        var (real, absent) = (await SendAsync(code), await SendAsync("zz" + new string('z', code.Length - 2)));
        Assert.Equal(absent.Replace("zz" + new string('z', code.Length - 2), code, StringComparison.Ordinal), real);

        async Task<string> SendAsync(string asked)
        {
            var (method, path) = (call.Split(' ')[0], call.Split(' ')[1].Replace("{code}", asked, StringComparison.Ordinal));
            var answer = method == "PUT" ? await api.PutAsync(path, new { name = "Mine now" }) : await api.GetAsync(path);
            return $"{call} {answer.Status} {answer.Location} {WithoutTrace(answer.Text)}";
        }

        // Every answer has a number of its own in the log.
        static string WithoutTrace(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"traceId\":\"[^\"]*\"", "");
    }

    [Fact]
    public async Task An_id_that_strangers_used_is_free_and_shows_nothing_of_theirs()
    {
        var (mine, theirs) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var id = Guid.CreateVersion7().ToString();
        await organisation.LogAsync(Entry(site: theirs).With("id", id).With("note", "secret"));
        using var manager = await app.AsAsync(Role.Manager, mine);
        var stored = await manager.PostAsync("interactions", Entry(site: mine).With("id", id));
        stored.Is(201);
        var read = await manager.GetAsync($"interactions/{id}");
        Assert.Equal(mine, (string?)read.Is(200)["site"]);
        foreach (var answer in (Answer[])[stored, read])
        {
            Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(theirs, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_staff_token_sees_what_it_logged_itself_and_logs_only_its_own_evidence()
    {
        var site = await organisation.SiteAsync();
        var others = await organisation.LogAsync(Entry(site: site));
        using var api = await app.AsAsync(Role.Staff, site);
        var own = (await api.PostAsync("interactions", Entry(site: site))).Is(201);
        Assert.Equal([(string?)own["id"]], (await api.GetAsync("interactions")).Is(200).Items.Select(i => (string?)i!["id"]));
        (await api.GetAsync($"interactions/{others["id"]}")).Is(404);
        (await api.PostAsync("interactions", Entry(site: site).With("source", "observer"))).IsRefused("$.source forbidden");
    }

    [Fact]
    public async Task Ops_logs_nothing_one_by_one_nor_in_a_batch()
    {
        var site = await organisation.SiteAsync();
        using var api = await app.AsAsync(Role.Ops, site);
        (await api.PostAsync("interactions", Entry(site: site))).IsProblem(403, "forbidden");
        (await api.PostAsync("interactions/batch", new JsonArray(Entry(site: site)))).IsProblem(403, "forbidden");
        Assert.Empty((await api.GetAsync($"interactions?site={site}")).Is(200).Items);
    }

    [Fact]
    public async Task An_import_is_seen_by_who_made_it_and_by_administrators()
    {
        var site = await organisation.SiteAsync();
        using var one = await app.AsAsync(Role.Ops, site);
        using var other = await app.AsAsync(Role.Manager, site);
        var id = (string?)(await one.PostTextAsync(
            "imports", $"occurred_at,site,channel,basic:greeted\n2026-11-20T10:00:00Z,{site},counter,met\n", "text/csv")).Is(200)["id"];
        (await one.GetAsync($"imports/{id}")).Is(200);
        (await organisation.Admin.GetAsync($"imports/{id}")).Is(200);
        (await other.GetAsync($"imports/{id}")).Is(404);
        (await other.GetAsync($"imports/{id}/errors.csv")).Is(404);
        Assert.Empty((await other.GetAsync("imports")).Is(200).Items);
        (await one.PostTextAsync("imports?createMissing=true&zone=UTC", "occurred_at,site,channel\n", "text/csv"))
            .IsProblem(403, "forbidden");
    }

    [Fact]
    public void Every_endpoint_and_page_carries_an_authorization_decision()
    {
        var anonymous = new List<string>();
        foreach (var endpoint in Endpoints().Where(e => Route(e) != FilesWhileDeveloping))
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) anonymous.Add(Route(endpoint));
            else Assert.True(
                endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Count > 0,
                $"{Route(endpoint)} says neither who may call it nor that everybody may.");
        }

        Assert.Equal(
            AnonymousRoutes.Concat(AnonymousPages).Order(StringComparer.Ordinal),
            anonymous.Where(IsNoFile).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Pages that anybody may open: signing in, setting up and what explains a failure.</summary>
    private static readonly string[] AnonymousPages =
    [
        "* /", "* /denied", "* /failed", "* /kiosk/pair", "* /not-found/{status:int?}", "* /setup", "* /sign-in", "* /sign-out",
        "* /welcome",
    ];

    // While developing, files may come and go: the framework answers for them, to whoever is signed in.
    private const string FilesWhileDeveloping = "GET,HEAD /{**path:file}";

    // The files under wwwroot are public; their routes are their names.
    private static bool IsNoFile(string route) =>
        !Array.Exists(
            [".css", ".js", ".svg", ".png", ".ico", ".webmanifest", ".woff2", ".txt", ".json.gz", ".gz", ".br"], e =>
                route.EndsWith(e, StringComparison.Ordinal));

    private IEnumerable<RouteEndpoint> Endpoints() =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Route(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])} " +
        $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}";

    private IEnumerable<string> ApiCalls() => Endpoints().Select(Route).Where(r => r.Contains(" /api/v1/", StringComparison.Ordinal))
        .Select(r => r.Replace("/api/v1", "", StringComparison.Ordinal).TrimEnd('/'));

    // A call that would do nothing: what it names is not there, and its body is refused.
    private static async Task<Answer> CallAsync(Api api, string call)
    {
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
        path = path.Replace("{code}", "absent", StringComparison.Ordinal).Replace("{name}", "absent", StringComparison.Ordinal)
            .Replace("{team}", "absent", StringComparison.Ordinal)
            .Replace("{number:int}", "999", StringComparison.Ordinal)
            .Replace("{id:guid}", "0190a0a0-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{week}", "1999-W01", StringComparison.Ordinal).Replace("{file}", "basics", StringComparison.Ordinal).TrimStart('/');
        if (method == "GET") return await api.GetAsync(path);
        if (path is "imports" or "imports/preview") return await api.PostTextAsync(path, "", "text/csv");
        object body = path == "interactions/batch" ? new JsonArray(new JsonObject()) : new JsonObject();
        if (method is "PATCH" or "DELETE")
            return await api.SendAsync(
                new HttpMethod(method), path, method == "DELETE" ? null : System.Net.Http.Json.JsonContent.Create(body));
        return method == "PUT" ? await api.PutAsync(path, body) : await api.PostAsync(path, body);
    }
}
