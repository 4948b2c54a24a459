using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Access;

public sealed class FiguresOfOthersOnSqliteTests(OnSqlite shared) : FiguresOfOthersTests(shared), IClassFixture<OnSqlite>;

public sealed class FiguresOfOthersOnPostgresTests(OnPostgres shared) : FiguresOfOthersTests(shared), IClassFixture<OnPostgres>;

/// <summary>How the week of a site is cut into parts.</summary>
public sealed class ShownChannelsTests
{
    [Fact]
    public void However_a_week_is_cut_no_part_of_it_is_small()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        var shown = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var channels = Enumerable.Range(1, random.Next(1, 7)).ToDictionary(
                c => c,
                _ => (IReadOnlyDictionary<int, long>)Enumerable.Range(1, random.Next(1, 12)).Where(_ => random.Next(3) > 0)
                    .ToDictionary(p => p, _ => (long)random.Next(random.Next(1, 9))));
            if (FiguresOfOthers.ShownChannels(channels) is not { } set) continue;
            shown += set.Count;
            var parts = set.Select(c => new[] { c }).Append([.. channels.Keys.Except(set)]).Where(p => p.Length > 0);
            foreach (var part in parts)
            {
                var people = part.SelectMany(c => channels[c]).Where(p => p.Value > 0).ToList();
                if (people.DistinctBy(p => p.Key).Count() < FiguresOfOthers.MinimumPeople
                    || people.Sum(p => p.Value) < MinimumSample.Default)
                    Assert.Fail($"Seed {seed}, round {round}: channels {string.Join(' ', part)} are too small.");
            }
        }

        Assert.True(shown > 1_000, $"Seed {seed}: only {shown} channels shown.");
    }
}

/// <summary>What staff learn of their colleagues. The clock stands on Friday of 2026-W47: W46 is the last week that has settled.</summary>
public abstract class FiguresOfOthersTests(SharedApp shared)
{
    private static readonly DateTime W47 = new(2026, 11, 16, 10, 0, 0), W46 = W47.AddDays(-7);

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;
    private readonly Api admin = shared.Organisation.Admin;

    [Fact]
    public async Task Of_two_at_a_site_neither_is_told_anything_of_the_other_and_each_sees_all_of_their_own()
    {
        var site = await organisation.SiteAsync();
        var (ann, ben) = (await organisation.StaffAsync(null, site), await organisation.StaffAsync(null, site));
        var series = new Series(organisation, site);
        foreach (var monday in new[] { W46, W47 })
            series.Add(monday, (12, 12), ann).Add(monday, (5, 12), ben).Add(monday.AddDays(1), (2, 3), ben, "phone");
        await series.StoreAsync();
        await app.WatchAsync();
        var actor = await ActorAsync(site, ann);

        foreach (var week in new[] { IsoWeek.Of(Date(W46)), IsoWeek.Of(Date(W47)) })
        {
            var figures = await WeekAsync(actor, week, site);
            Assert.Empty(figures.By(Breakdown.None));
            Assert.Empty(figures.By(Breakdown.Site));
            Assert.Empty(figures.By(Breakdown.Channel));
            Assert.Empty(figures.By(Breakdown.Team));
            var own = Assert.Single(figures.By(Breakdown.Staff));
            Assert.Equal((actor.StaffId, 12L, 12L), (own.Unit.StaffId, own.Tally.Scored, own.Tally.AllBasicsMet));
            var managers = (await WeekAsync(Actor.CommandLine, week, site)).By(Breakdown.Staff | Breakdown.Channel)
                .Single(u => u.Unit.StaffId == actor.StaffId);
            var same = Assert.Single(figures.By(Breakdown.Staff | Breakdown.Channel));
            Assert.Equal(
                (managers.Tally.MeanScore, managers.Tally.Rate, managers.Standing, managers.Chart.WeeksWithData),
                (same.Tally.MeanScore, same.Tally.Rate, same.Standing, same.Chart.WeeksWithData));
        }

        var filter = new FigureFilter { Site = site, From = Date(W46), To = Date(W46).AddDays(6) };
        Assert.Empty(await LinesAsync(actor, Breakdown.Site, filter));
        Assert.Empty(await LinesAsync(actor, Breakdown.Channel, filter));
        Assert.All((await ChartAsync(actor, null, filter)).Analysis.Points, p => Assert.Null(p.Value));
        foreach (var by in new[] { Breakdown.HourOfWeek | Breakdown.Reason | Breakdown.Channel, Breakdown.Expectation, Breakdown.Team })
        {
            var own = filter with { Staff = ann, From = Date(W46).AddDays(-3), To = Date(W47) };
            Assert.Equal(
                (await LinesAsync(Actor.CommandLine, by, own))
                    .Select(l => $"{l.Unit} {l.Expectation} {l.HourOfWeek} {l.Tally?.Scored} {l.Tally?.AllBasicsMet} {l.Basic?.Met}"),
                (await LinesAsync(actor, by, own))
                    .Select(l => $"{l.Unit} {l.Expectation} {l.HourOfWeek} {l.Tally?.Scored} {l.Tally?.AllBasicsMet} {l.Basic?.Met}"));
        }
    }

    [Fact]
    public async Task A_week_with_enough_colleagues_is_shown_as_its_manager_sees_it_once_it_has_settled()
    {
        var site = await organisation.SiteAsync();
        var people = new List<string>();
        for (var i = 0; i < 7; i++) people.Add(await organisation.StaffAsync(null, site));
        var series = new Series(organisation, site);
        foreach (var (person, i) in people.Select((p, i) => (p, i)))
        {
            series.Add(W46, (4 + i, 10), person).Add(W47, (3, 5), person);
            // Six people answer the phone: for each of them five others.
            if (i < 6) series.Add(W46.AddHours(1), (2, 3), person, "phone");
        }

        await series.StoreAsync();
        await app.WatchAsync();
        using var api = await app.AsAsync(Role.Staff, site);
        var ann = await ActorAsync(site, people[0]);
        foreach (var by in new[] { "site", "channel", "site,channel" })
        {
            var path = $"consistency?by={by}&site={site}&from=2026-11-09&to=2026-11-15";
            var (mine, managers) = ((await api.GetAsync(path)).Is(200), (await admin.GetAsync(path)).Is(200));
            // A class is told by weeks and people that are not shown.
            Assert.All(mine.Items, l => Assert.Null(l!["class"] ?? l["because"]));
            var lines = managers.Items;
            foreach (var line in lines)
            {
                Assert.NotNull(line!["because"]);
                (line["class"], line["because"]) = (null, null);
            }

            Assert.Equal(lines.ToJsonString(), mine.Items.ToJsonString());
            Assert.NotEmpty(mine.Items);
            Assert.Equal((FiguresOfOthers.NotShown, null), ((string?)mine["notShown"], (string?)managers["notShown"]));
        }

        var chart = (await api.GetAsync($"consistency/chart?site={site}&channel=phone")).Is(200);
        Assert.Equal(18, (double)chart["chart"]!["points"]!.AsArray()[^1]!["n"]!);
        Assert.Equal(FiguresOfOthers.NotShown, (string?)chart["notShown"]);
        Assert.Equal(2, (await WeekAsync(ann, IsoWeek.Of(Date(W46)), site)).By(Breakdown.Channel).Count);

        // Still running, partly running, and with a week before it in which nothing happened.
        foreach (var time in new[] { "from=2026-11-16&to=2026-11-22", "from=2026-11-09&to=2026-11-22", "from=2026-11-02&to=2026-11-15" })
        {
            Assert.Empty((await api.GetAsync($"consistency?by=site&{time}")).Is(200).Items);
            Assert.Empty((await api.GetAsync($"consistency?by=channel&{time}")).Is(200).Items);
        }

        Assert.Empty((await WeekAsync(ann, IsoWeek.Of(Date(W47)), site)).By(Breakdown.None));
    }

    [Fact]
    public async Task A_small_channel_is_hidden_with_whatever_would_tell_it_by_subtraction()
    {
        var channel = await organisation.ChannelAsync();
        var site = await organisation.SiteAsync();
        var series = new Series(organisation, site);
        var people = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            people.Add(await organisation.StaffAsync(null, site));
            series.Add(W46, (3, 4), people[i]).Add(W46, (2, 3), people[i], "phone");
        }

        // One colleague has four interactions on a channel of their own: with it the smaller of the others is merged.
        await series.Add(W46, (1, 4), people[6], channel).StoreAsync();
        var filter = new FigureFilter { Site = site, From = Date(W46), To = Date(W46).AddDays(6) };
        var ann = await ActorAsync(site, people[0]);
        var line = Assert.Single(await LinesAsync(ann, Breakdown.Channel, filter));
        Assert.Equal(28, line.Tally!.Scored);
        Assert.Equal(53, Assert.Single(await LinesAsync(ann, Breakdown.Site, filter)).Tally!.Scored);
        Assert.Equal(28, Assert.Single((await WeekAsync(ann, IsoWeek.Of(Date(W46)), site)).By(Breakdown.Channel)).Tally.Scored);
        Assert.Empty(await LinesAsync(ann, Breakdown.Site, filter with { Channel = channel }));
        Assert.Empty(await LinesAsync(ann, Breakdown.Site, filter with { Channel = "phone" }));
        Assert.Equal(3, (await LinesAsync(Actor.CommandLine, Breakdown.Channel, filter)).Count);
    }

    [Fact]
    public async Task A_token_that_logs_for_others_is_told_nothing_that_rests_on_what_it_logged()
    {
        var site = await organisation.SiteAsync();
        using var till = await app.AsAsync(Role.Staff, site);
        var series = new Series(organisation, site);
        for (var i = 0; i < 6; i++)
        {
            var person = await organisation.StaffAsync(null, site);
            if (i < 4) series.Add(W46, (3, 4), person);
            else foreach (var at in Enumerable.Range(0, 4))
                (await till.PostAsync("interactions", Entry("2026-11-09T10:00:00Z", site).With("staff", person))).Is(201);
        }

        await series.StoreAsync();
        var path = $"consistency?by=site&site={site}&from=2026-11-09&to=2026-11-15";
        Assert.Empty((await till.GetAsync(path)).Is(200).Items);
        using var other = await app.AsAsync(Role.Staff, site);
        Assert.Equal(24, (int)Assert.Single((await other.GetAsync(path)).Is(200).Items)!["scored"]!);
    }

    [Fact]
    public async Task Whoever_once_logged_for_others_is_told_nothing_that_rests_on_it_once_they_are_staff()
    {
        var site = await organisation.SiteAsync();
        using var manager = await app.AsAsync(Role.Manager, site);
        var series = new Series(organisation, site);
        string? logged = null;
        for (var i = 0; i < 6; i++)
        {
            var person = await organisation.StaffAsync(null, site);
            if (i < 4) series.Add(W46, (3, 4), person);
            else foreach (var minute in Enumerable.Range(10, 4))
            {
                var entry = Entry($"2026-11-09T10:{minute}:00Z", site).With("staff", person);
                logged = (string?)(await manager.PostAsync("interactions", entry)).Is(201)["id"];
            }
        }

        await series.StoreAsync();
        var stranger = await ActorAsync(site, await organisation.StaffAsync(null, site));
        var id = new Guid(logged!);
        var recorder = await app.QueryAsync(db => db.Interactions.Where(i => i.Id == id).Select(i => i.RecordedBy).SingleAsync());
        var filter = new FigureFilter { Site = site, From = Date(W46), To = Date(W46).AddDays(6) };
        Assert.Equal(24, Assert.Single(await LinesAsync(stranger, Breakdown.Site, filter)).Tally!.Scored);
        Assert.Empty(await LinesAsync(stranger with { Id = recorder }, Breakdown.Site, filter));
    }

    [Theory]
    [InlineData("consistency?by=hourOfWeek,reason,channel&from=2026-11-09&to=2026-11-09", "$.by forbidden", "$.to forbidden")]
    [InlineData("consistency?by=site&from=2026-11-10&to=2026-11-15", "$.from forbidden")]
    [InlineData("consistency?by=site&from=2026-11-09&to=2026-11-14", "$.to forbidden")]
    [InlineData("consistency?by=team", "$.by forbidden")]
    [InlineData("consistency?by=staff", "$.by forbidden")]
    [InlineData("consistency?by=expectation,site", "$.by forbidden")]
    [InlineData("consistency/chart?period=day", "$.from forbidden", "$.period forbidden")]
    [InlineData("consistency/chart?measure=expectation:greeted", "$.measure forbidden")]
    public async Task Staff_are_told_which_questions_about_others_are_not_answered(string path, params string[] errors)
    {
        var site = await organisation.SiteAsync();
        using var api = await app.AsAsync(Role.Staff, site);
        (await api.GetAsync(path)).IsRefused(errors);
    }

    [Fact]
    public async Task Sums_over_several_sites_are_not_shown_to_staff()
    {
        using var api = await app.AsAsync(Role.Staff, await organisation.SiteAsync(), await organisation.SiteAsync());
        (await api.GetAsync("consistency?by=channel")).IsRefused("$.site forbidden");
        (await api.GetAsync("consistency/chart")).IsRefused("$.site forbidden");
        (await api.GetAsync("consistency?by=site,channel")).Is(200);
    }

    [Fact]
    public async Task Staff_list_nobody_but_themselves()
    {
        var site = await organisation.SiteAsync();
        await organisation.StaffAsync(null, site);
        using var api = await app.AsAsync(Role.Staff, site);
        Assert.Empty((await api.GetAsync("staff")).Is(200).Items);
    }

    // Every question is answered by the program; what was answered is counted again from the interactions, and each two answers are taken
    // apart.
    [Fact]
    public async Task No_two_answers_to_staff_tell_of_a_small_group_by_their_difference()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        var site = await organisation.SiteAsync();
        var channels = new[] { "counter", "phone", await organisation.ChannelAsync() };
        var people = new List<string>();
        for (var i = 0; i < 9; i++) people.Add(await organisation.StaffAsync(null, site));
        var rows = new List<Row>();
        var series = new Series(organisation, site);
        for (var week = 0; week < 6; week++)
        {
            foreach (var channel in channels)
            {
                // Three weeks in which everybody is everywhere, so that there is always enough to take apart.
                var isFull = week is >= 1 and <= 3;
                var crew = isFull ? people : people.Where(_ => random.Next(10) < 8)
                    .Take(random.Next(3) == 0 ? random.Next(1, 5) : 9).ToList();
                foreach (var person in crew)
                {
                    var (at, times) = (W47.AddDays(-7 * week + random.Next(5)), random.Next(isFull ? 2 : 1, 6));
                    series.Add(at, (random.Next(times + 1), times), person, channel);
                    rows.AddRange(Enumerable.Repeat(new Row(IsoWeek.Of(Date(at)), channel, person), times));
                }
            }
        }

        await series.StoreAsync();
        var ann = await ActorAsync(site, people[0]);
        var answers = new Dictionary<string, HashSet<int>>();
        for (var asked = 0; asked < 400; asked++)
        {
            var by = Breakdowns.OfTables.Where(d => random.Next(d is Breakdown.Site or Breakdown.Channel ? 2 : 12) == 0)
                .DefaultIfEmpty(Breakdown.Site).Aggregate((a, b) => a | b);
            var (from, to) = (Date(W47).AddDays(-7 * random.Next(7)), Date(W47).AddDays(-7 * random.Next(6) + 6));
            if (random.Next(5) == 0) from = from.AddDays(random.Next(-3, 4));
            if (random.Next(5) == 0) to = to.AddDays(random.Next(-3, 4));
            var filter = new FigureFilter
            {
                From = from,
                To = to,
                Site = random.Next(2) == 0 ? site : null,
                Channel = random.Next(3) == 0 ? channels[random.Next(3)] : null,
                Staff = random.Next(10) == 0 ? people[random.Next(1, 9)] : null,
            };
            if (by.HasFlag(Breakdown.Staff) && filter.Staff is null) continue;
            if (random.Next(3) > 0) await BreakAsync(by, filter);
            else await DrawAsync(filter);
        }

        Assert.True(answers.Count >= 10, $"Seed {seed}: only {answers.Count} answers.");
        var pairs = 0;
        foreach (var (one, ofOne) in answers)
        {
            Check(one, ofOne);
            foreach (var (other, ofOther) in answers)
            {
                Check($"{one} without {other}", ofOne.Except(ofOther));
                Check($"{one} and {other}", ofOne.Intersect(ofOther));
                pairs++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{answers.Count} different answers, {pairs} pairs.");

        async Task BreakAsync(Breakdown by, FigureFilter filter)
        {
            var result = await app.InScopeAsync(s =>
                s.GetRequiredService<BreakdownQuery>().RunAsync(ann, by, filter, CancellationToken.None));
            if (result is not Result<IReadOnlyList<BreakdownLine>>.Ok { Value: var lines }) return;
            var codes = await app.QueryAsync(db => db.Channels.ToDictionaryAsync(c => c.Id, c => c.Code));
            foreach (var line in lines)
            {
                Assert.Null(line.Unit.StaffId);
                Add(filter, line.Unit.ChannelId is { } c ? codes[c] : filter.Channel, line.Tally!.Scored);
            }
        }

        async Task DrawAsync(FigureFilter filter)
        {
            var result = await app.InScopeAsync(s =>
                s.GetRequiredService<ControlChartQuery>()
                    .RunAsync(ann, null, random.Next(4) == 0 ? "day" : null, filter, null, CancellationToken.None));
            if (result is not Result<StoredChart>.Ok { Value: var chart }) return;
            foreach (var point in chart.Analysis.Points.Where(p => p.Value is not null))
            {
                Assert.True(IsoWeek.TryParse(point.Label, out var week), point.Label);
                Add(filter with { From = week.Monday, To = week.Sunday }, filter.Channel, (long)point.Size!);
            }
        }

        void Add(FigureFilter filter, string? channel, long scored)
        {
            var set = Enumerable.Range(0, rows.Count)
                .Where(i =>
                    rows[i].Week.Monday >= filter.From && rows[i].Week.Sunday <= filter.To
                        && (channel is null || rows[i].Channel == channel)).ToHashSet();
            if (set.Count != scored) Assert.Fail($"Seed {seed}: {filter} {channel} shows {scored}, and there are {set.Count}.");
            answers.TryAdd($"{filter.From:yyyy-MM-dd} to {filter.To:yyyy-MM-dd} {channel}", set);
        }

        void Check(string what, IEnumerable<int> set)
        {
            var all = set.ToList();
            var others = all.Where(i => rows[i].Person != people[0]).ToList();
            if (all.Count > 0
                && (others.Count < MinimumSample.Default || others.DistinctBy(i => rows[i].Person).Count() < FiguresOfOthers.MinimumPeople))
                Assert.Fail(
                    $"Seed {seed}: {what} tells of {others.Count} interactions of {others.DistinctBy(i => rows[i].Person).Count()} " +
                    $"others.");
        }
    }

    private static DateOnly Date(DateTime at) => DateOnly.FromDateTime(at);

    private Task<Actor> ActorAsync(string site, string person) => app.QueryAsync(async db => new Actor(
        $"user:{person}", person, Role.Staff, [await db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync()],
        await db.Staff.Where(s => s.Code == person).Select(s => s.Id).SingleAsync()));

    private Task<ConsistencyWeek> WeekAsync(Actor actor, IsoWeek week, string site) => app.InScopeAsync(async services =>
    {
        var master = await services.GetRequiredService<MasterDataCache>()
            .GetAsync(services.GetRequiredService<IServiceTrackerDb>(), CancellationToken.None);
        return await services.GetRequiredService<ConsistencyQuery>()
            .WeekAsync(actor, week, master.Sites.Find(site), CancellationToken.None);
    });

    private async Task<IReadOnlyList<BreakdownLine>> LinesAsync(Actor actor, Breakdown by, FigureFilter filter) =>
        Assert.IsType<Result<IReadOnlyList<BreakdownLine>>.Ok>(
        await app.InScopeAsync(s => s.GetRequiredService<BreakdownQuery>().RunAsync(actor, by, filter, CancellationToken.None))).Value;

    private async Task<StoredChart> ChartAsync(Actor actor, string? measure, FigureFilter filter) => Assert.IsType<Result<StoredChart>.Ok>(
        await app.InScopeAsync(s =>
            s.GetRequiredService<ControlChartQuery>().RunAsync(actor, measure, null, filter, null, CancellationToken.None))).Value;

    private sealed record Row(IsoWeek Week, string Channel, string Person);
}
