using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;
using Answer = ServiceTracker.Tests.Hosting.Answer;

namespace ServiceTracker.Tests.Interactions;

/// <summary>One writer with a short queue, so that tests decide what is stored together.</summary>
public sealed class FaultsOnSqlite(PostgresCluster postgres) : SharedApp(Store.Sqlite, postgres)
{
    protected override TestApp Prepare(TestApp app) => WriteBatcherTests.WithFaults(app);
}

/// <inheritdoc cref="FaultsOnSqlite" />
public sealed class FaultsOnPostgres(PostgresCluster postgres) : SharedApp(Store.Postgres, postgres)
{
    protected override TestApp Prepare(TestApp app) => WriteBatcherTests.WithFaults(app);
}

public sealed class WriteBatcherOnSqliteTests(FaultsOnSqlite shared) : WriteBatcherTests(shared), IClassFixture<FaultsOnSqlite>;

public sealed class WriteBatcherOnPostgresTests(FaultsOnPostgres shared) : WriteBatcherTests(shared), IClassFixture<FaultsOnPostgres>;

public abstract class WriteBatcherTests
{
    private const int Capacity = 20;

    private readonly TestApp app;
    private readonly Hosting.Organisation organisation;
    private readonly Api api;
    private readonly FaultyStore faults;
    private readonly WriteBatcher batcher;

    protected WriteBatcherTests(SharedApp shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        (app, organisation, api) = (shared.App, shared.Organisation, shared.Organisation.Admin);
        faults = FaultsOf(app);
        batcher = app.Services.GetRequiredService<WriteBatcher>();
        faults.Reset();
    }

    /// <summary>The program with a store that a test can make fail.</summary>
    internal static TestApp WithFaults(TestApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Replacing(services =>
        {
            FaultyStore.Replace(services);
            services.AddSingleton(new WriteBatcherSettings { Writers = 1, Capacity = Capacity });
        });
    }

    [Fact]
    public async Task Ids_that_come_twice_in_one_transaction_are_stored_once_and_told_from_other_content()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        var id = NewId();
        var answers = await TogetherAsync(
            Entry(site: site).With("id", id),
            Entry(site: site).With("id", id),
            Entry(site: site).With("id", id).With("note", "other"),
            Entry(site: other).With("id", id),
            Entry(site: site).With("externalId", "till-1"),
            Entry(site: site).With("externalId", "till-1"),
            Entry(site: site).With("externalId", "till-1").With("csat", 1),
            Entry(site: other).With("externalId", "till-1"),
            Entry(site: site));
        Assert.Equal([201, 200, 409, 201, 201, 200, 409, 201, 201], answers.Select(a => a.Status));
        Assert.Equal((3, 2), (await CountAsync(site), await CountAsync(other)));

        // Without anything else that would make it look twice.
        id = NewId();
        answers = await TogetherAsync(Entry(site: other).With("id", id), Entry(site: site).With("id", id));
        Assert.Equal([201, 201], answers.Select(a => a.Status));
        var batch =
            (await api.PostAsync(
                "interactions/batch",
                new JsonArray(
                    Entry(site: site).With("id", NewId()), Entry(site: other).With("id", id = NewId()), Entry(site: site).With("id", id))))
                        .Is(200);
        Assert.Equal([201, 201, 201], batch.Items.Select(i => (int)i!["status"]!));
        Assert.Equal((6, 4), (await CountAsync(site), await CountAsync(other)));
        await RollupsAreRightAsync();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_row_that_the_store_refuses_fails_alone(bool afterALookUp)
    {
        const string poison = "C-POISON";
        var site = await organisation.SiteAsync();
        faults.Attempt = (interactions, attempt) =>
            interactions.Any(i => i.CustomerRef == poison) ? throw new InvalidOperationException("This row never.") : attempt();
        faults.BeforeInsert = interactions =>
            interactions.Any(i => i.CustomerRef == poison) ? throw new InvalidOperationException("This row never.") : Task.CompletedTask;
        var entries = Enumerable.Range(0, 9)
            .Select(n => Entry(site: site).With("customer", n == 4 ? poison : $"C-{n}").With("note", $"{n}")).ToList();
        var twice = NewId();
        if (afterALookUp)
        {
            foreach (var entry in entries[..2]) entry.With("id", twice).With("customer", "C-0").With("note", "0");
        }

        var answers = await TogetherAsync([.. entries]);
        Assert.Equal([201, afterALookUp ? 200 : 201, 201, 201, 422, 201, 201, 201, 201], answers.Select(a => a.Status));
        answers[4].IsRefused("$ invalid");
        // The one that was held may be scored anew and join them.
        if (!afterALookUp) Assert.Contains(faults.Attempts, a => a >= 9);
        Assert.Equal(afterALookUp ? 7 : 8, await CountAsync(site));
        Assert.Equal(0, await app.QueryAsync(db => db.Interactions.CountAsync(i => i.CustomerRef == poison)));
        await RollupsAreRightAsync();
    }

    [Theory]
    [InlineData("externalId", "$.externalId invalid")]
    [InlineData("customer", "$.customer invalid")]
    [InlineData("comment", "$.comment invalid")]
    [InlineData("note", "$.note invalid")]
    [InlineData("site", "$.site invalid")]
    [InlineData("team", "$.team invalid")]
    [InlineData("staff", "$.staff invalid")]
    [InlineData("channel", "$.channel invalid")]
    [InlineData("reason", "$.reason invalid")]
    [InlineData("source", "$.source invalid")]
    [InlineData("outcome", "$.outcome invalid")]
    public async Task A_NUL_character_is_refused_in_every_text(string member, string error)
    {
        var site = await organisation.SiteAsync();
        (await api.PostAsync("interactions", Entry(site: site).With(member, "a\0b"))).IsRefused(error);
        var items =
            (await api.PostAsync(
                "interactions/batch", new JsonArray(Entry(site: site), Entry(site: site).With(member, "\0"), Entry(site: site))))
                    .Is(200).Items;
        Assert.Equal([201, 422, 201], items.Select(i => (int)i!["status"]!));
        Assert.Equal(2, await CountAsync(site));
    }

    [Fact]
    public async Task A_NUL_character_is_refused_in_stand_outs_observations_and_causes_in_master_data_and_in_files()
    {
        (await api.PostAsync(
            "interactions", Entry().With("standOuts", new JsonArray(new JsonObject { ["kind"] = "personal", ["note"] = "\0" }))))
                .IsRefused("$.standOuts[0].note invalid");
        (await api.PostAsync("interactions", Entry().Observed("greeted", "met\0"))).IsRefused("$.observations.greeted invalid");
        (await api.PostAsync(
            "interactions", Entry().Observed("greeted", "missed").With("causes", new JsonObject { ["greeted"] = "person\0" })))
                .IsRefused("$.causes.greeted invalid");
        (await api.PutAsync("sites/nul", new { name = "a\0b", zone = "UTC" })).IsRefused("$.name invalid");
        (await api.PutAsync("staff/nul", new { name = "a\0b", site = Site, role = "\0" })).IsRefused("$.name invalid", "$.role invalid");
        (await api.PutAsync("channels/nul", new { name = "\0" })).IsRefused("$.name invalid");
        (await api.PutAsync("reasons/nul", new { name = "\0" })).IsRefused("$.name invalid");
        (await api.PutAsync($"sites/{Site}/teams/nul", new { name = "\0" })).IsRefused("$.name invalid");
        (await api.PostAsync(
            "baselines",
            new
            {
                name = "\0",
                effectiveFrom = "2027-01-01",
                expectations =
                    new[] { new { code = "greeted", question = "\0", promise = "\0", guidance = "\0", evidence = "\0", owner = "\0" } }
            }))
            .IsRefused(
                "$.name invalid", "$.expectations[0].question invalid", "$.expectations[0].promise invalid",
                "$.expectations[0].guidance invalid", "$.expectations[0].evidence invalid", "$.expectations[0].owner invalid");

        var import =
            (await api.PostTextAsync(
                "imports?format=csv",
                $"occurred_at,site,channel,basic:greeted,comment\n2026-11-20T10:00:00Z,{Site},counter,met,a\0b\n" +
                "2026-11-20T10:00:00Z,no\0where,counter,met,\n", "text/csv")).Is(422);
        Assert.Equal(
            ["2 comment invalid", "3 site unknown_reference"],
            import["errors"]!.AsArray().Select(e => $"{e!["line"]} {e["column"]} {e["code"]}"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_fault_that_passes_is_tried_again_and_stored_once(bool twice)
    {
        var site = await organisation.SiteAsync();
        var (attempts, inserts) = (0, 0);
        faults.Attempt = (_, attempt) => attempts++ == 0 ? throw new LineLost() : attempt();
        faults.BeforeInsert = _ => twice && inserts++ == 0 ? throw new LineLost() : Task.CompletedTask;
        var answer = (await api.PostAsync("interactions", Entry(site: site).With("note", "kept"))).Is(201);
        Assert.Equal("kept", (string?)(await api.GetAsync($"interactions/{answer["id"]}")).Is(200)["note"]);
        Assert.Equal(1, await CountAsync(site));
        await RollupsAreRightAsync();
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_stored_once_and_answered_as_stored()
    {
        var site = await organisation.SiteAsync();
        var lost = 0;
        faults.Attempt = async (_, attempt) =>
        {
            Assert.Equal(StoreAttempt.Stored, await attempt());
            Interlocked.Increment(ref lost);
            throw new LineLost();
        };
        foreach (var entry in new[] { Entry(site: site),
            Entry(site: site).With("id", NewId()), Entry(site: site).With("externalId", "e1") })
        {
            var answer = await api.PostAsync("interactions", entry);
            Assert.True(answer.Status is 200 or 201, answer.ToString());
            Assert.True((bool)answer["allBasicsMet"]!);
        }

        var items =
            (await api.PostAsync(
                "interactions/batch",
                new JsonArray([.. Enumerable.Range(0, 7).Select(n => Entry(site: site).With("externalId", $"b{n}"))]))).Is(200).Items;
        Assert.All(items, i => Assert.True((int)i!["status"]! is 200 or 201, i.ToString()));
        Assert.Equal(4, lost);
        Assert.Equal(10, await CountAsync(site));
        await RollupsAreRightAsync();
    }

    [Fact]
    public async Task A_store_that_stays_away_is_answered_with_503_and_nothing_is_stored()
    {
        var site = await organisation.SiteAsync();
        faults.StayAway();
        var entry = Entry(site: site).With("id", NewId());
        var answers = await Task.WhenAll(
            api.PostAsync("interactions", entry),
            api.PostAsync("interactions/batch", new JsonArray(Entry(site: site).With("externalId", "x"), Entry(site: "nowhere"))));
        answers[0].IsUnavailable();
        Assert.Equal([503, 422], answers[1].Is(200).Items.Select(i => (int)i!["status"]!));
        Assert.Equal("unavailable", (string?)answers[1].Items[0]!["problem"]!["code"]);
        Assert.Equal(0, await CountAsync(site));

        faults.Reset();
        (await api.PostAsync("interactions", entry)).Is(201);
        (await api.PostAsync("interactions", entry)).Is(200);
        Assert.Equal(1, await CountAsync(site));
        await RollupsAreRightAsync();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_commit_whose_answer_was_lost_is_stored_once_although_master_data_changed_meanwhile(bool hasLeft)
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        var lost = 0;
        faults.Attempt = async (_, attempt) =>
        {
            var stored = await attempt();
            if (Interlocked.Increment(ref lost) > 1) return stored;
            Assert.Equal(StoreAttempt.Stored, stored);
            // What is stored by now would be refused if it came only after this.
            var change = new { name = person, site, activeTo = hasLeft ? "2026-01-31" : "2026-12-31" };
            (await api.PutAsync($"staff/{person}", change)).Is(200);
            throw new LineLost();
        };
        var answer = await api.PostAsync("interactions", Entry(site: site).With("staff", person));
        Assert.True(answer.Status is 200 or 201, answer.ToString());
        Assert.Equal(1, await CountAsync(site));
        var listed = Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items)!;
        Assert.Equal((string?)listed["id"], (string?)answer["id"]);
        await RollupsAreRightAsync();
    }

    [Fact]
    public async Task The_log_page_says_that_an_entry_still_counts_where_it_cannot_be_taken_back_just_now()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var visitor = await VisitorAsync(person);
        var (_, sheet) = await visitor.GetAsync($"/log?site={site}&person={person}&channel=counter");
        var (_, saved) = await visitor.SubmitAsync(sheet, "#log", ("Reason", "renewal"), ("How", "all_met"));
        await app.InScopeAsync(async services =>
        {
            // As an import does that is about to end.
            await using var place = await services.GetRequiredService<IRollupStore>().TryBeginAsync(
                services.GetRequiredService<IServiceTrackerDb>(), TimeSpan.FromSeconds(5), CancellationToken.None);
            Assert.NotNull(place);
            var (answer, page) = await visitor.SubmitAsync(saved, "#undo");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
            Assert.Contains("still there and counts", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            saved = page;
        });
        Assert.Equal(1, await CountAsync(site));
        var (_, undone) = await visitor.SubmitAsync(saved, "#undo");
        Assert.Null(undone.QuerySelector("[role=alert]"));
        Assert.Equal(0, await CountAsync(site));
    }

    [Fact]
    public async Task The_log_page_keeps_the_answers_while_the_store_is_away_and_saves_them_afterwards()
    {
        var site = await organisation.SiteAsync();
        var person = await organisation.StaffAsync(null, site);
        using var visitor = await VisitorAsync(person);
        var (_, sheet) = await visitor.GetAsync($"/log?site={site}&person={person}&channel=counter");
        faults.StayAway();
        var (answer, page) = await visitor.SubmitAsync(
            sheet, "#log", ("Reason", "renewal"), ("Missed", "greeted"), ("Why", "busy"), ("StandOuts", "personal"),
            ("Note", "Nobody at the door"), ("How", "missed"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("Your answers are still here", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        foreach (var ticked in new[] { "Reason=renewal", "Missed=greeted", "Why=busy", "StandOuts=personal", "Channel=counter" })
            Assert.True(
                page.QuerySelector<IHtmlInputElement>($"[name={ticked.Split('=')[0]}][value={ticked.Split('=')[1]}]")!.IsChecked, ticked);
        Assert.Equal("Nobody at the door", page.QuerySelector<IHtmlTextAreaElement>("#note")!.Value);
        Assert.Equal(0, await CountAsync(site));

        faults.Reset();
        var (_, saved) = await visitor.SubmitAsync(page, "#log", ("How", "missed"));
        Assert.NotNull(saved.QuerySelector("[data-toast]"));
        var listed = Assert.Single((await api.GetAsync($"interactions?site={site}")).Is(200).Items)!;
        var stored = (await api.GetAsync($"interactions/{listed["id"]}")).Is(200);
        Assert.Equal(
            ("missed", "Nobody at the door", "renewal", "process"),
            ((string?)stored["observations"]![
                "greeted"], (string?)stored["note"], (string?)stored["reason"], (string?)stored["causes"]!["greeted"]));
    }

    [Fact]
    public async Task A_full_queue_is_answered_with_503_at_once_and_nothing_of_it_is_stored()
    {
        var site = await organisation.SiteAsync();
        var gate = new Gate();
        faults.Attempt = async (_, attempt) =>
        {
            await gate.PassAsync();
            return await attempt();
        };
        var taken = api.PostAsync("interactions", Entry(site: site));
        await gate.Reached;
        var waiting = Enumerable.Range(0, Capacity - 2).Select(n => api.PostAsync("interactions", Entry(site: site))).ToList();
        await WaitingAsync(Capacity - 2);

        // Three do not fit where two do; two do; then nothing does.
        var tooMany = (await api.PostAsync("interactions/batch", new JsonArray(Entry(site: site), Entry(site: site), Entry(site: site))))
            .Is(200);
        Assert.All(tooMany.Items, i => Assert.Equal((503, "unavailable"), ((int)i!["status"]!, (string?)i["problem"]!["code"])));
        var last = api.PostAsync("interactions/batch", new JsonArray(Entry(site: site), Entry(site: site)));
        await WaitingAsync(Capacity);
        var refused = Entry(site: site).With("id", NewId());
        (await api.PostAsync("interactions", refused)).IsUnavailable();
        Assert.Equal(Capacity, batcher.Waiting);
        Assert.False(taken.IsCompleted);

        gate.Open();
        foreach (var answer in await Task.WhenAll([taken, .. waiting])) answer.Is(201);
        Assert.All((await last).Is(200).Items, i => Assert.Equal(201, (int)i!["status"]!));
        Assert.Equal(Capacity + 1, await CountAsync(site));
        Assert.Equal(0, batcher.Waiting);
        (await api.PostAsync("interactions", refused)).Is(201);
        await RollupsAreRightAsync();
    }

    [Fact]
    public async Task A_request_cancelled_while_it_waits_is_never_stored()
    {
        var site = await organisation.SiteAsync();
        var gate = new Gate();
        faults.Attempt = async (_, attempt) =>
        {
            await gate.PassAsync();
            return await attempt();
        };
        using var leaves = new CancellationTokenSource();
        var taken = api.PostAsync("interactions", Entry(site: site));
        await gate.Reached;
        var given = new InteractionEntry
        {
            Site = site,
            Channel = "counter",
            OccurredAt = TestApp.DefaultNow,
            Observations = ObservationAnswers.EveryCheckMet,
            Note = "went away",
        };
        var cancelled = LogAsync(given, leaves.Token);
        var hungUp = api.Http.PostAsJsonAsync("/api/v1/interactions", Entry(site: site).With("note", "hung up"), leaves.Token);
        await WaitingAsync(2);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hungUp);
        var stays = api.PostAsync("interactions", Entry(site: site));
        await WaitingAsync(3);

        gate.Open();
        (await taken).Is(201);
        (await stays).Is(201);
        Assert.Equal(2, await CountAsync(site));
        Assert.Equal(0, await app.QueryAsync(db => db.InteractionTexts.CountAsync(t => t.Note == "went away" || t.Note == "hung up")));
        await RollupsAreRightAsync();
    }

    [Fact]
    public async Task A_request_cancelled_after_its_writer_began_has_the_outcome_it_had()
    {
        var site = await organisation.SiteAsync();
        var gate = new Gate();
        faults.Attempt = async (_, attempt) =>
        {
            await gate.PassAsync();
            return await attempt();
        };
        using var leaves = new CancellationTokenSource();
        var begun = LogAsync(
            new InteractionEntry
            {
                Site = site,
                Channel = "counter",
                OccurredAt = TestApp.DefaultNow,
                Observations = ObservationAnswers.EveryCheckMet,
            }, leaves.Token);
        await gate.Reached;
        await leaves.CancelAsync();
        Assert.False(begun.IsCompleted);
        gate.Open();
        Assert.True(Assert.IsType<Result<InteractionDetails>.Ok>(await begun).IsNew);
        Assert.Equal(1, await CountAsync(site));
    }

    private async Task<Visitor> VisitorAsync(string person)
    {
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, $"{person}@example.org", "a long enough password", null, Role.Admin, null, null, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync($"{person}@example.org", "a long enough password");
        return visitor;
    }

    internal static FaultyStore FaultsOf(TestApp app) => (FaultyStore)app.Services.GetRequiredService<IInteractionStore>();

    private static string NewId() => Guid.CreateVersion7().ToString();

    private Task<Result<InteractionDetails>> LogAsync(InteractionEntry entry, CancellationToken cancellation) =>
        app.InScopeAsync(s => s.GetRequiredService<LogInteraction>().RunAsync(Actor.CommandLine, entry, cancellation));

    private Task WaitingAsync(int interactions) =>
        Eventually.HoldsAsync($"{interactions} interactions wait", () => batcher.Waiting == interactions);

    private Task<int> CountAsync(string site) =>
        app.QueryAsync(db => db.Interactions.CountAsync(i => db.Sites.Any(s => s.Id == i.SiteId && s.Code == site)));

    private async Task RollupsAreRightAsync() =>
        Assert.Equal(
            0, (await app.InScopeAsync(s =>
                s.GetRequiredService<RollupRecount>().RunAsync(false, null, CancellationToken.None))).Different);

    /// <summary>Sends entries one after another while the writer is held at another one, so that they are stored in one transaction, in
    /// their order.</summary>
    private async Task<Answer[]> TogetherAsync(params JsonObject[] entries)
    {
        var (gate, further, isFirst) = (new Gate(), faults.Attempt, true);
        faults.Attempt = async (records, attempt) =>
        {
            if (!isFirst) return await further(records, attempt);
            isFirst = false;
            await gate.PassAsync();
            return await attempt();
        };
        // The program has seen the newest sites: whoever has to ask for them first comes in later than others.
        (await api.GetAsync("sites")).Is(200);
        var held = api.PostAsync("interactions", Entry());
        await gate.Reached;
        var answers = new List<Task<Answer>>();
        foreach (var entry in entries)
        {
            answers.Add(api.PostAsync("interactions", entry));
            await WaitingAsync(answers.Count);
        }

        gate.Open();
        (await held).Is(201);
        faults.Attempt = further;
        return await Task.WhenAll(answers);
    }
}

/// <summary>Those that need a program of their own.</summary>
public sealed class WriteBatcherAloneTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Basics_published_between_validation_and_writing_are_those_by_which_it_is_scored(Store store)
    {
        await using var app = WriteBatcherTests.WithFaults(await TestApp.NewAsync(store, postgres));
        var organisation = await SetUpAsync(app);
        var faults = WriteBatcherTests.FaultsOf(app);
        var publishing = true;
        faults.Attempt = async (_, attempt) =>
        {
            if (publishing)
            {
                publishing = false;
                Assert.Equal(2, await organisation.BaselineAsync("2026-11-20", Check("greeted"), Check("parted")));
            }

            return await attempt();
        };
        (await organisation.Admin.PostAsync("interactions", Entry())).IsRefused(
            "$.observations.identity unknown_reference", "$.observations.wait_seconds unknown_reference",
            "$.observations.anything_else unknown_reference", "$.observations.parted required");

        faults.Reset();
        publishing = true;
        faults.Attempt = async (_, attempt) =>
        {
            if (publishing)
            {
                publishing = false;
                Assert.Equal(3, await organisation.BaselineAsync("2026-11-20", Check("greeted"), Check("parted"), Check("thanked")));
            }

            return await attempt();
        };
        var answer = await organisation.LogAsync(Entry().With("observations", "all_met"));
        Assert.Equal((3, 3), ((int)answer["baseline"]!, answer["observations"]!.AsObject().Count));
        // The day before is the old one's.
        Assert.Equal(1, (int)(await organisation.LogAsync(Entry("2026-11-19T10:00:00Z")))["baseline"]!);
        Assert.Equal([1, 3], await app.QueryAsync(db => db.Interactions.OrderBy(i => i.Baseline).Select(i => i.Baseline).ToListAsync()));
    }

    // The writer has asked for the revision and has not committed yet: now somebody publishes.
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Nobody_publishes_basics_for_a_day_of_which_an_interaction_is_just_being_stored(Store store)
    {
        await using var app = WriteBatcherTests.WithFaults(await TestApp.NewAsync(store, postgres));
        var organisation = await SetUpAsync(app);
        var draft =
            (await organisation.Admin.PostAsync(
                "baselines",
                new { name = "New", effectiveFrom = "2026-11-20", targetConsistency = 0.9, expectations = new[] { Check("greeted") } }))
                    .Is(201);
        Task<Answer>? published = null;
        var faults = WriteBatcherTests.FaultsOf(app);
        faults.Attempt = (_, _) => throw new LineLost();
        faults.BeforeInsert = async _ =>
        {
            published ??= Task.Run(() => organisation.Admin.PostAsync($"baselines/{draft["number"]}/publish"));
            // It has no way to end before this transaction does, so it is given a while in which it would.
            await Task.WhenAny(published, Task.Delay(TimeSpan.FromSeconds(1)));
        };
        var stored = (await organisation.Admin.PostAsync("interactions", Entry())).Is(201);
        Assert.Equal(1, (int)stored["baseline"]!);
        (await published!).IsProblem(409, "conflict");
        faults.Reset();
        Assert.Equal(1, (int)(await organisation.LogAsync(Entry()))["baseline"]!);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_program_that_is_shut_down_stores_and_answers_what_it_has_taken_in(Store store)
    {
        await using var app = WriteBatcherTests.WithFaults(await TestApp.NewAsync(store, postgres));
        app.UseKestrel(0);
        app.StartServer();
        using var http = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };
        using var api = new Api(http);
        http.DefaultRequestHeaders.Authorization = new("Bearer", await app.TokenAsync(Role.Admin, TokenScopes.All));
        await SetUpAsync(app, api);
        var faults = WriteBatcherTests.FaultsOf(app);
        var gate = new Gate();
        faults.Attempt = async (_, attempt) =>
        {
            await gate.PassAsync();
            return await attempt();
        };
        var taken = api.PostAsync("interactions", Entry());
        await gate.Reached;
        var waiting = Enumerable.Range(0, 15).Select(_ => api.PostAsync("interactions", Entry())).ToList();
        await Eventually.HoldsAsync("15 interactions wait", () => app.Services.GetRequiredService<WriteBatcher>().Waiting == 15);

        var stopped = app.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("it takes no new connection", async () =>
        {
            using var late = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };
            try
            {
                using var answer = await late.GetAsync(new Uri("/health/live", UriKind.Relative));
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
        Assert.False(stopped.IsCompleted);
        gate.Open();
        foreach (var answer in await Task.WhenAll([taken, .. waiting])) answer.Is(201);
        await stopped;
        // The program is gone with all its services; another one looks at what it left.
        await using var next = await TestApp.NewAsync(
            store, postgres, ($"ConnectionStrings:{StoreSettings.ConnectionName}", app.ConnectionString));
        Assert.Equal(16, await next.QueryAsync(db => db.Interactions.CountAsync()));
        Assert.Equal(
            0, (await next.InScopeAsync(s =>
                s.GetRequiredService<RollupRecount>().RunAsync(false, null, CancellationToken.None))).Different);
    }
}
