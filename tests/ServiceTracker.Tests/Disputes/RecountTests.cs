using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;
using Answer = ServiceTracker.Tests.Hosting.Answer;

namespace ServiceTracker.Tests.Disputes;

public sealed class RecountOnSqliteTests(OnSqlite shared) : RecountTests(shared), IClassFixture<OnSqlite>;

public sealed class RecountOnPostgresTests(OnPostgres shared) : RecountTests(shared), IClassFixture<OnPostgres>;

/// <summary>Corrections, disputes, rulings, exclusions and undo in any order: every figure is what somebody with paper counts.</summary>
public abstract class RecountTests(SharedApp shared)
{
    private const string Week = "2026-W46", Monday = "2026-11-09", Sunday = "2026-11-15", Password = "counted-basics-first";

    private static readonly string[] Days = ["2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13"];

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly List<OnPaper> paper = [];

    [Fact]
    public async Task Every_figure_is_what_a_count_by_hand_gives_whatever_was_decided_in_whatever_order()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Seed {seed}");
        var random = new Random(seed);
        var site = await organisation.SiteAsync();
        string[] people = [await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site)];
        using var manager = await app.AsAsync(Role.Manager, site);
        var own = new Dictionary<string, Api>();
        foreach (var person in people) own[person] = await app.OfPersonAsync(person);
        for (var n = 0; n < 20; n++) await LogAsync(random, site, people);
        for (var step = 0; step < 90; step++)
        {
            var one = paper[random.Next(paper.Count)];
            switch (random.Next(9))
            {
                case 0: await LogAsync(random, site, people); break;
                case 1: await UndoAsync(random, site, people); break;
                case 2 or 3: await CorrectAsync(manager, one, random, people); break;
                case 4: await ExcludeAsync(manager, one); break;
                case 5 or 6: await DisputeAsync(own[one.Person], one, random); break;
                default: await RuleAsync(manager, one, random); break;
            }

            if (step % 30 == 29) await AreAsync(site, people, $"seed {seed}, step {step}");
        }

        foreach (var one in paper)
        {
            var stored = (await organisation.Admin.GetAsync($"interactions/{one.Id}")).Is(200);
            foreach (var basic in OnPaper.Basics)
                Assert.Equal(one.Marks.GetValueOrDefault(basic, one.Answers[basic]), (string?)stored["observations"]![basic]);
            Assert.Equal(one.Changes, (await organisation.Admin.GetAsync($"interactions/{one.Id}/history")).Is(200).Items.Count);
        }

        await PageSaysAsync(site, people);
        var report = await app.InScopeAsync(s => s.GetRequiredService<RollupRecount>().RunAsync(false, null, CancellationToken.None));
        Assert.Equal((0, 0), (report.Different, report.Contacts));
        foreach (var api in own.Values) api.Dispose();
    }

    [Fact]
    public async Task Disputing_improves_nothing_but_the_one_observation_and_only_for_the_person_and_in_the_end_only_if_upheld()
    {
        var site = await organisation.SiteAsync();
        string[] people = [await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site)];
        using var manager = await app.AsAsync(Role.Manager, site);
        using var own = await app.OfPersonAsync(people[0]);
        for (var n = 0; n < 12; n++) await LogAsync(new Random(n), site, people);
        var one = paper[0];
        (one.Person, one.Excluded) = (people[0], false);
        (await PatchAsync(manager, one, new { reason = "As it was.", staff = people[0], observations = Both("missed") })).Is(200);
        foreach (var basic in OnPaper.Basics) one.Answers[basic] = basic == "anything_else" ? one.Answers[basic] : "missed";
        var before = await AllAsync(site);
        (await own.PostAsync($"interactions/{one.Id}/disputes", new { expectation = "greeted", reason = "Not mine." })).Is(200);
        one.Marks["greeted"] = "held";
        await AreAsync(site, people, "held");
        Assert.Equal(before.Process, (await AllAsync(site)).Process);
        (await manager.PostAsync(
            $"interactions/{one.Id}/rulings", new { expectation = "greeted", ruling = "stands", reason = "It was." })).Is(200);
        one.Marks.Clear();
        Assert.Equal(before, await AllAsync(site));

        (await own.PostAsync($"interactions/{one.Id}/disputes", new { expectation = "identity", reason = "The reader was down." })).Is(200);
        (await manager.PostAsync(
            $"interactions/{one.Id}/rulings",
            new { expectation = "identity", ruling = "excused", cause = "outage", reason = "It was down." })).Is(200);
        one.Marks["identity"] = "excused";
        await AreAsync(site, people, "excused");
        var after = await AllAsync(site);
        Assert.Equal(before.Process, after.Process);
        Assert.NotEqual(before.Person, after.Person);
    }

    private static JsonObject Both(string answer) => new() { ["greeted"] = answer, ["identity"] = answer };

    private async Task LogAsync(Random random, string site, string[] people)
    {
        var day = Days[random.Next(Days.Length)];
        // Minutes apart, so that nothing is one contact.
        var entry = Hosting.Organisation.Entry($"{day}T{8 + paper.Count % 12:00}:{random.Next(60):00}:00Z", site, "phone")
            .With("staff", people[random.Next(people.Length)]);
        foreach (var basic in OnPaper.Basics)
            entry.Observed(basic, random.Next(10) switch { < 4 => "missed", 4 => "na", _ => "met" });
        // By somebody else than who rules.
        var logged = await organisation.LogAsync(entry);
        var one = new OnPaper { Id = (string)logged["id"]!, Person = (string)entry["staff"]!, Day = day };
        foreach (var basic in OnPaper.Basics) one.Answers[basic] = (string)entry["observations"]![basic]!;
        paper.Add(one);
    }

    private async Task UndoAsync(Random random, string site, string[] people)
    {
        await LogAsync(random, site, people);
        var last = paper[^1];
        if (random.Next(2) == 0) await DisputeAsync(organisation.Admin, last, random);
        var by = await app.QueryAsync(db => Task.FromResult(
            db.Interactions.Where(i => i.Id == new Guid(last.Id)).Select(i => i.RecordedBy).Single()));
        Assert.IsType<Result<Guid>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<UndoInteraction>()
            .RunAsync(Actor.CommandLine with { Id = by }, new Guid(last.Id), CancellationToken.None)));
        paper.Remove(last);
    }

    private static async Task CorrectAsync(Api manager, OnPaper one, Random random, string[] people)
    {
        var body = new JsonObject { ["reason"] = "Seen on the camera." };
        if (random.Next(3) == 0)
        {
            var to = people[random.Next(people.Length)];
            body["staff"] = to;
            if (to != one.Person)
                foreach (var held in one.Marks.Where(m => m.Value == "held").ToList()) one.Marks.Remove(held.Key);
            one.Person = to;
        }

        if (random.Next(3) == 0)
        {
            one.Day = Days[random.Next(Days.Length)];
            body["occurredAt"] = $"{one.Day}T{random.Next(8, 20):00}:{random.Next(60):00}:00Z";
        }

        var answers = new JsonObject();
        foreach (var basic in OnPaper.Basics.Where(_ => random.Next(2) == 0))
        {
            one.Answers[basic] = random.Next(3) switch { 0 => "missed", 1 => "na", _ => "met" };
            answers[basic] = one.Answers[basic];
            if (one.Answers[basic] != "missed") one.Marks.Remove(basic);
        }

        body["observations"] = answers;
        (await PatchAsync(manager, one, body)).Is(200);
        one.Changes++;
    }

    private static async Task ExcludeAsync(Api manager, OnPaper one)
    {
        one.Excluded = !one.Excluded;
        (await PatchAsync(manager, one, one.Excluded
            ? new { reason = "Twice.", state = "excluded", excludedAs = "duplicate" } : new { reason = "Not twice.", state = "counted" }))
            .Is(200);
        one.Changes++;
    }

    private static async Task DisputeAsync(Api by, OnPaper one, Random random)
    {
        var basic = OnPaper.Basics[random.Next(OnPaper.Basics.Length)];
        var answer = await by.PostAsync($"interactions/{one.Id}/disputes", new { expectation = basic, reason = "Not fair." });
        if (one.Answers[basic] != "missed" || one.Marks.ContainsKey(basic) || one.Stands.Contains(basic))
        {
            answer.IsProblem(409, "not_allowed_now");
            return;
        }

        answer.Is(200);
        one.Marks[basic] = "held";
        one.Changes++;
    }

    private static async Task RuleAsync(Api manager, OnPaper one, Random random)
    {
        var basic = one.Marks.Where(m => m.Value == "held").Select(m => m.Key).FirstOrDefault()
            ?? OnPaper.Basics[random.Next(OnPaper.Basics.Length)];
        var excused = random.Next(2) == 0;
        var answer = await manager.PostAsync($"interactions/{one.Id}/rulings", new
        {
            expectation = basic,
            ruling = excused ? "excused" : "stands",
            cause = excused ? "process" : "person",
            reason = "Looked into.",
        });
        if (one.Marks.GetValueOrDefault(basic) != "held")
        {
            answer.IsProblem(409, "not_allowed_now");
            return;
        }

        answer.Is(200);
        one.Marks.Remove(basic);
        if (excused) one.Marks[basic] = "excused";
        else one.Stands.Add(basic);
        one.Changes++;
    }

    private static Task<Answer> PatchAsync(Api by, OnPaper one, object body) =>
        by.SendAsync(HttpMethod.Patch, $"interactions/{one.Id}", JsonContent.Create(body, body.GetType()), "*");

    private async Task<(string Person, string Process)> AllAsync(string site)
    {
        var api = organisation.Admin;
        var (person, process) = ("", "");
        foreach (var by in new[] { "staff", "staff,channel", "staff,expectation" }) person += await ReadAsync(by);
        foreach (var by in new[] { "site", "channel", "site,channel", "expectation" }) process += await ReadAsync(by);
        return (person, process);

        // Counts of held and excused are told beside the figures, which they do not change.
        async Task<string> ReadAsync(string by) => string.Join('\n', (await api.GetAsync(
            $"consistency?by={by}&site={site}&from={Monday}&to={Sunday}")).Is(200).Items.Select(l =>
            {
                l!["held"] = l["excused"] = null;
                return l.ToJsonString();
            }));
    }

    private async Task AreAsync(string site, string[] people, string because)
    {
        foreach (var (from, to) in new[] { (Monday, Sunday), (Days[1], Days[3]) })
        {
            var some = paper.Where(i => string.CompareOrdinal(i.Day, from) >= 0 && string.CompareOrdinal(i.Day, to) <= 0).ToList();
            var staff = await LinesAsync("staff", from, to);
            foreach (var person in people)
                Same(CountedByHand.Of(some.Where(i => i.Person == person), true), staff.GetValueOrDefault(person), person);
            foreach (var by in new[] { "site", "channel" })
                Same(CountedByHand.Of(some, false), (await LinesAsync(by, from, to)).Values.SingleOrDefault(), by);
            await BasicsAsync(some, from, to, people);
        }

        await FilesAsync(people);
        await ChartsAsync(people);

        async Task<Dictionary<string, JsonNode>> LinesAsync(string by, string from, string to) => (await organisation.Admin.GetAsync(
            $"consistency?by={by}&site={site}&from={from}&to={to}")).Is(200).Items.ToDictionary(l => (string)l![by]!, l => l!);

        void Same(CountedByHand expected, JsonNode? line, string of)
        {
            int Of(string member) => (int?)line?[member] ?? 0;
            var told = new CountedByHand(
                Of("interactions"), Of("scored"), Of("allBasicsMet"), Of("criticalMissed"), Of("held"), Of("excused"), Of("excluded"));
            Assert.True(expected == told, $"{because}, {of}: {told} is told, {expected} is counted");
        }

        async Task BasicsAsync(List<OnPaper> some, string from, string to, string[] all)
        {
            var process = await ReadAsync("expectation", "");
            var counted = some.Where(i => !i.Excluded).ToList();
            foreach (var basic in OnPaper.Basics)
            {
                AreMet(counted.SelectMany(i => i.Counting(false)), process, basic, "process");
                foreach (var person in all)
                    AreMet(
                        counted.Where(i => i.Person == person).SelectMany(i => i.Counting(true)),
                        await ReadAsync("expectation", $"&staff={person}"), basic, person);
            }

            async Task<JsonArray> ReadAsync(string by, string more) =>
                (await organisation.Admin.GetAsync($"consistency?by={by}&site={site}&from={from}&to={to}{more}")).Is(200).Items;

            void AreMet(IEnumerable<(string Basic, bool Met)> answers, JsonArray lines, string basic, string of)
            {
                var of1 = answers.Where(a => a.Basic == basic).ToList();
                var line = lines.SingleOrDefault(l => (string?)l!["expectation"] == basic);
                Assert.True(
                    (of1.Count, of1.Count(a => a.Met)) == ((int?)line?["scored"] ?? 0, (int?)line?["allBasicsMet"] ?? 0),
                    $"{because}, {of}, {basic}: {line?.ToJsonString()}, not {of1.Count(a => a.Met)} of {of1.Count}");
            }
        }

        async Task FilesAsync(string[] all)
        {
            var rows = await RowsAsync("consistency");
            foreach (var person in all)
            {
                var line = rows.SingleOrDefault(r => r["staff"] == person);
                int Of(string column) => line is null ? 0 : int.Parse(line[column], CultureInfo.InvariantCulture);
                Assert.Equal(
                    CountedByHand.Of(paper.Where(i => i.Person == person), true),
                    new CountedByHand(
                        Of("interactions"), Of("scored"), Of("all_basics_met"), Of("critical_missed"), Of("held"), Of("excused"),
                        Of("excluded")));
            }

            var listed = (await RowsAsync("interactions")).ToDictionary(r => r["id"]);
            foreach (var one in paper)
            {
                Assert.Equal(one.Excluded ? "excluded" : "counted", listed[one.Id]["state"]);
                foreach (var basic in OnPaper.Basics)
                    Assert.Equal(one.Marks.GetValueOrDefault(basic, one.Answers[basic]), listed[one.Id][$"basic:{basic}"]);
            }
        }

        async Task<List<Dictionary<string, string>>> RowsAsync(string file)
        {
            var lines = (await organisation.Admin.GetAsync($"reports/weekly/{Week}/{file}.csv?site={site}")).Is(200).Text
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToList();
            return [.. lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary(x => x.First, x => x.Second))];
        }

        async Task ChartsAsync(string[] all)
        {
            foreach (var person in all.Append(null))
            {
                var of = person is null ? "" : $"&staff={person}";
                var chart = (await organisation.Admin.GetAsync(
                    $"consistency/chart?site={site}&period=day&from={Monday}&to={Sunday}{of}")).Is(200);
                foreach (var point in chart["chart"]!["points"]!.AsArray())
                {
                    var expected = CountedByHand.Of(
                        paper.Where(i => i.Day == (string?)point!["label"] && (person is null || i.Person == person)), person is not null);
                    Assert.Equal(expected.Scored, (int?)(double?)point!["n"] ?? 0);
                    if (expected.Scored > 0) Assert.Equal((double)expected.AllMet / expected.Scored, (double)point["value"]!, 9);
                }
            }
        }
    }

    private async Task PageSaysAsync(string site, string[] people)
    {
        var email = $"{organisation.NewCode("boss")}@example.org";
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, null, Role.Admin, null, null, CancellationToken.None)));
        using var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        var (_, page) = await visitor.GetAsync($"/consistency?site={site}&week={Week}");
        var shown = page.QuerySelectorAll("table.basics tbody tr").ToDictionary(
            r => r.QuerySelector("th a")!.TextContent.TrimEnd('?'), r => r.QuerySelector("td.ci")!.TextContent.Trim());
        foreach (var basic in OnPaper.Basics)
        {
            var answers = paper.Where(i => !i.Excluded).SelectMany(i => i.Counting(false)).Where(a => a.Basic == basic).ToList();
            Assert.Equal($"{answers.Count(a => a.Met)} of {answers.Count}", shown[basic]);
        }

        Assert.Equal(2, people.Length);
    }
}
