using ServiceTracker.Application.Demonstration;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Tests.Databases;

namespace ServiceTracker.Tests.Demonstration;

/// <summary>A Thursday in winter, and a Monday of the year after just after opening, so that nothing depends on the date.</summary>
public sealed class DemoStores : IAsyncLifetime
{
    public static readonly DateTimeOffset Thursday = new(2026, 11, 19, 14, 37, 0, TimeSpan.Zero),
        Monday = new(2027, 5, 3, 7, 20, 0, TimeSpan.Zero);

    public DemoStore OnThursday { get; private set; } = null!;
    public DemoStore OnMonday { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        OnThursday = await DemoStore.CreateAsync(Thursday, TestContext.Current.CancellationToken);
        OnMonday = await DemoStore.CreateAsync(Monday, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class DemoOrganisationTests(DemoStores stores, PostgresCluster postgres) : IClassFixture<DemoStores>
{
    private IEnumerable<DemoStore> Both => [stores.OnThursday, stores.OnMonday];

    [Fact]
    public void The_organisation_and_its_history_have_the_promised_size()
    {
        foreach (var demo in Both)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{demo.Summary.Interactions} interactions in {demo.Took.TotalSeconds:0.0} s, all met {Rate(demo.Interactions):0.000}");
            Assert.Equal(demo.Interactions.Count, demo.Summary.Interactions);
            Assert.InRange(demo.Summary.Interactions, 70_000, 90_000);
            Assert.Equal((2, 5), (demo.Summary.Sites, demo.Summary.Teams));
            Assert.Equal(demo.Summary.People, demo.Master.Staff.All.Count);
            Assert.InRange(demo.Summary.People, 28, 36);
            Assert.Equal(4, demo.Master.Channels.All.Count);
            Assert.Equal(8, demo.Master.Reasons.All.Count);
            Assert.All(demo.Master.Reasons.All, r => Assert.Contains(r.Icon, Reason.Icons));
            Assert.Equal([7, 8], demo.Master.Baselines.Values.OrderBy(b => b.Number).Select(b => b.Expectations.Count));
            Assert.All(demo.Master.Baselines.Values, b => Assert.Single(b.Expectations, e => e.Critical));
            Assert.Equal(demo.Interactions.Min(i => i.BusinessDate), demo.Summary.FirstDate);
            Assert.Equal(demo.Interactions.Max(i => i.BusinessDate), demo.Summary.LastDate);
            Assert.Equal(DemoOrganisation.Weeks, demo.Interactions.Select(i => IsoWeek.Of(i.BusinessDate)).Distinct().Count());
            Assert.InRange(Rate(demo.Interactions), 0.88, 0.92);
            Assert.InRange(Rate(demo.Interactions.Where(i => WeekOf(demo, i) < DemoPatterns.QuietWeeks)), 0.90, 0.93);
        }
    }

    [Fact]
    public void People_who_are_there_serve_about_thirty_to_forty_five_customers_a_week()
    {
        foreach (var demo in Both)
        {
            var serving = demo.Master.Staff.All.Where(s => s.RoleTitle != "Site manager").Select(s => s.Id).ToHashSet();
            var weeks = demo.Interactions.Where(i => serving.Contains(i.StaffId!.Value) && WeekOf(demo, i) < DemoOrganisation.Weeks - 1)
                .GroupBy(i => (i.StaffId, WeekOf(demo, i))).Select(g => g.Count()).Order().ToList();
            Assert.InRange(weeks[weeks.Count / 10], 25, 40);
            Assert.InRange(weeks[weeks.Count / 2], 35, 47);
            Assert.InRange(weeks[weeks.Count * 9 / 10], 40, 55);
        }
    }

    [Fact]
    public void Nothing_lies_in_the_future_and_everything_is_recorded_soon_after_it_happened()
    {
        foreach (var demo in Both)
        {
            Assert.All(demo.Interactions, i =>
            {
                Assert.True(i.OccurredAt < i.RecordedAt && i.RecordedAt <= demo.Now.UtcDateTime);
                Assert.True(i.RecordedAt - i.OccurredAt < TimeSpan.FromHours(6));
                Assert.Equal("command-line", i.RecordedBy);
            });
            Assert.InRange(
                demo.Interactions.Count(i => i.RecordedAt - i.OccurredAt < TimeSpan.FromMinutes(5)), 0.95 * demo.Interactions.Count,
                demo.Interactions.Count);
            Assert.True(
                demo.Now.UtcDateTime - demo.Interactions.Max(i => i.RecordedAt) < TimeSpan.FromHours(1), "the present week goes up to now");
        }
    }

    [Fact]
    public async Task The_same_moment_gives_the_same_rows_and_a_later_one_only_adds_to_them()
    {
        var again = await DemoStore.CreateAsync(DemoStores.Thursday, TestContext.Current.CancellationToken);
        Assert.Equal(stores.OnThursday.Digest(), again.Digest());
        Assert.NotEqual(stores.OnThursday.Digest(), stores.OnMonday.Digest());

        var friday = await DemoStore.CreateAsync(DemoStores.Thursday.AddDays(1), TestContext.Current.CancellationToken);
        Assert.True(friday.Interactions.Count > again.Interactions.Count);
        Assert.Superset(
            again.Interactions.Select(i => (i.Id, i.OccurredAt, i.Met, i.Na)).ToHashSet(),
            friday.Interactions.Select(i => (i.Id, i.OccurredAt, i.Met, i.Na)).ToHashSet());
    }

    [Fact]
    public async Task PostgreSQL_holds_the_same_rows_as_SQLite()
    {
        var store = new StoreSettings(StoreKind.Postgres, await postgres.CreateDatabaseAsync());
        var demo = await DemoStore.CreateAsync(store, DemoStores.Thursday, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{demo.Took.TotalSeconds:0.0} s");
        Assert.Equal(stores.OnThursday.Digest(), demo.Digest());
    }

    [Fact]
    public void Nobody_serves_before_their_first_day_or_after_their_last()
    {
        foreach (var demo in Both)
        {
            Assert.Equal(2, demo.Master.Staff.All.Count(s => s.ActiveFrom is not null));
            Assert.Equal(2, demo.Master.Staff.All.Count(s => s.ActiveTo is not null));
            Assert.All(demo.Interactions, i => Assert.True(demo.Master.Staff[i.StaffId!.Value].IsActiveOn(i.BusinessDate)));
            Assert.Equal(demo.Master.Staff.All.Count, demo.Interactions.Select(i => i.StaffId).Distinct().Count());
        }
    }

    [Fact]
    public void Every_kind_of_evidence_and_of_detail_is_there()
    {
        foreach (var demo in Both)
        {
            var self = demo.Interactions.Where(i => i.Source == Source.Self).ToList();
            Assert.InRange(self.Count(i => i.Check == CheckKind.Full) / (double)self.Count, 0.115, 0.135);
            Assert.All(
                new[] { Source.Observer, Source.MysteryShop, Source.Customer }, s =>
                    Assert.InRange(demo.Interactions.Count(i => i.Source == s), 100, 1500));
            Assert.All(Enum.GetValues<Outcome>(), o => Assert.Contains(demo.Interactions, i => i.Outcome == o));
            Assert.InRange(demo.Interactions.Count(i => i.StandOuts > 0 && !i.AllBasicsMet), 100, 2000);
            Assert.InRange(demo.Interactions.Count(i => i.StandOuts > 0 && i.AllBasicsMet), 1000, 8000);
            Assert.InRange(demo.Interactions.Count(i => i.Csat is not null), 1000, 8000);
            Assert.InRange(demo.Interactions.Count(i => i.CriticalMissed), 5, 60);
            Assert.All(new[] { demo.Texts.Count, demo.Causes.Count, demo.StandOuts.Count }, n => Assert.InRange(n, 1000, 10_000));
        }
    }

    [Fact]
    public void Full_checks_find_more_misses_than_quick_logs()
    {
        foreach (var demo in Both)
        {
            var quiet = demo.Interactions.Where(i => i.Source == Source.Self && WeekOf(demo, i) < DemoPatterns.QuietWeeks)
                .ToLookup(i => i.Check);
            Assert.InRange(Rate(quiet[CheckKind.Quick]) - Rate(quiet[CheckKind.Full]), 0.005, 0.05);
        }
    }

    [Fact]
    public void The_new_script_lowers_one_basic_on_the_phone_at_both_sites_and_nowhere_else()
    {
        foreach (var demo in Both)
        {
            foreach (var site in demo.Master.Sites.All)
            {
                bool Phone(Interaction i) => i.SiteId == site.Id && Is(demo, i, DemoPatterns.ScriptChannel);
                var (before, after) = Basic(demo, DemoPatterns.ScriptBasic, DemoPatterns.ScriptWeek, Phone);
                Assert.InRange(before - after, 0.04, 0.13);
                var (others, othersAfter) = Basic(
                    demo, DemoPatterns.ScriptBasic, DemoPatterns.ScriptWeek, i =>
                        i.SiteId == site.Id && !Is(demo, i, DemoPatterns.ScriptChannel));
                Assert.InRange(others - othersAfter, -0.01, 0.01);
            }

            AssertSignals(
                BasicChart(demo, DemoPatterns.ScriptBasic, i => Is(demo, i, DemoPatterns.ScriptChannel)), DemoPatterns.ScriptWeek, 0.8);
            AssertSignals(Chart(demo, i => Is(demo, i, DemoPatterns.ScriptChannel)), DemoPatterns.ScriptWeek, 0.3);
        }
    }

    [Fact]
    public void One_person_has_good_and_bad_days_and_hardly_another_average()
    {
        foreach (var demo in Both)
        {
            var person = demo.Master.Staff.Find(DemoPatterns.ErraticPerson)!.Id;
            bool Theirs(Interaction i) => i.StaffId == person;
            var (before, after) = Rates(demo, DemoPatterns.ErraticWeek, Theirs);
            Assert.InRange(before - after, -0.04, 0.10);
            Assert.InRange(Spread(demo, i => Theirs(i) && WeekOf(demo, i) < DemoPatterns.ErraticWeek), 0.7, 1.6);
            Assert.True(Spread(demo, i => Theirs(i) && WeekOf(demo, i) >= DemoPatterns.ErraticWeek) > 2.2);
            var calm = demo.Master.Staff.All.Where(s => s.Code != DemoPatterns.ErraticPerson)
                .Average(s => Spread(demo, i => i.StaffId == s.Id && WeekOf(demo, i) < DemoPatterns.QuietWeeks));
            Assert.InRange(calm, 1.05, 1.35);
            var chart = Chart(demo, Theirs);
            Assert.Equal(0, chart.Points.Take(DemoPatterns.ErraticWeek).Count(p => p.IsOutside && p.Side < 0));
            Assert.InRange(chart.Points.Count(p => p.IsOutside && p.Side < 0), 2, 20);
        }
    }

    [Fact]
    public void Lunchtime_at_one_site_is_short_of_people()
    {
        foreach (var demo in Both)
        {
            var site = demo.Master.Sites.Find(DemoPatterns.LunchSite)!.Id;
            bool Lunch(Interaction i) => i.HourOfWeek % 24 is >= DemoPatterns.LunchFrom and < DemoPatterns.LunchBefore;
            bool Here(Interaction i) => i.SiteId == site && Lunch(i) && !Is(demo, i, "email");
            foreach (var basic in new[] { "greeted", "wait_minutes" })
            {
                var (before, after) = Basic(demo, basic, DemoPatterns.LunchWeek, Here);
                Assert.InRange(before - after, 0.06, 0.2);
                var (earlier, later) = Basic(demo, basic, DemoPatterns.LunchWeek, i => i.SiteId == site && !Lunch(i));
                Assert.InRange(earlier - later, -0.015, 0.015);
                var (elsewhere, elsewhereAfter) = Basic(demo, basic, DemoPatterns.LunchWeek, i => i.SiteId != site && Lunch(i));
                Assert.InRange(elsewhere - elsewhereAfter, -0.015, 0.015);
            }

            AssertSignals(BasicChart(demo, "greeted", Here), DemoPatterns.LunchWeek, 0.5);
            AssertSignals(Chart(demo, Here), DemoPatterns.LunchWeek, 0.3);
        }
    }

    [Fact]
    public void One_basic_falls_at_one_site_only()
    {
        foreach (var demo in Both)
        {
            var site = demo.Master.Sites.Find(DemoPatterns.FallingSite)!.Id;
            var (before, after) = Basic(demo, DemoPatterns.FallingBasic, DemoPatterns.FallingWeek, i => i.SiteId == site);
            Assert.InRange(before - after, 0.05, 0.09);
            var (elsewhere, elsewhereAfter) = Basic(demo, DemoPatterns.FallingBasic, DemoPatterns.FallingWeek, i => i.SiteId != site);
            Assert.InRange(elsewhere - elsewhereAfter, -0.01, 0.01);
            AssertSignals(BasicChart(demo, DemoPatterns.FallingBasic, i => i.SiteId == site), DemoPatterns.FallingWeek, 0.8);
            AssertSignals(Chart(demo, i => i.SiteId == site), DemoPatterns.FallingWeek, 0.3);
        }
    }

    [Fact]
    public void The_good_team_is_better_than_every_other_before_and_after()
    {
        foreach (var demo in Both)
        {
            var good = demo.Master.Team(demo.Master.Sites.Find(DemoPatterns.GoodTeamSite)!.Id, DemoPatterns.GoodTeam)!;
            foreach (var team in demo.Master.Teams.Where(t => (t.SiteId, t.Id) != (good.SiteId, good.Id)))
            {
                var (before, after) = Rates(demo, DemoPatterns.QuietWeeks, i => (i.SiteId, i.TeamId) == (team.SiteId, team.Id));
                var (goodBefore, goodAfter) = Rates(demo, DemoPatterns.QuietWeeks, i => (i.SiteId, i.TeamId) == (good.SiteId, good.Id));
                Assert.True(
                    goodBefore > before + 0.03 && goodAfter > after + 0.03,
                    $"{team.Code}: {before:0.000} {after:0.000}, good {goodBefore:0.000} {goodAfter:0.000}");
            }
        }
    }

    [Fact]
    public void The_second_baseline_scores_from_its_first_week_on()
    {
        foreach (var demo in Both)
            Assert.All(demo.Interactions, i => Assert.Equal(WeekOf(demo, i) < DemoPatterns.SecondBaselineWeek ? 1 : 2, i.Baseline));
    }

    [Fact]
    public void Accounts_that_suit_are_named_and_exist_where_they_serve()
    {
        var staff = stores.OnThursday.Master.Staff;
        Assert.Equal([Role.Admin, Role.Manager, Role.Manager, Role.Ops, Role.Staff], DemoOrganisation.SignIns.Select(s => s.Role));
        foreach (var signIn in DemoOrganisation.SignIns.Where(s => s.StaffCode is not null))
        {
            Assert.Equal(signIn.Name, staff.Find(signIn.StaffCode)!.Name);
            Assert.Equal(signIn.Site, stores.OnThursday.Master.Sites[staff.Find(signIn.StaffCode)!.HomeSiteId].Code);
            Assert.Null(staff.Find(signIn.StaffCode)!.ActiveTo);
        }

        Assert.NotNull(staff.Find(DemoPatterns.ErraticPerson));
        Assert.All(
            stores.OnThursday.Summary.Patterns, p =>
                Assert.InRange(p.Since, stores.OnThursday.Summary.FirstDate, stores.OnThursday.Summary.LastDate));
    }

    private static int WeekOf(DemoStore demo, Interaction i) => IsoWeek.Of(i.BusinessDate).WeeksSince(IsoWeek.Of(demo.Summary.FirstDate));

    private static bool Is(DemoStore demo, Interaction i, string channel) => demo.Master.Channels[i.ChannelId].Code == channel;

    private static double Rate(IEnumerable<Interaction> interactions) => interactions.Average(i => i.AllBasicsMet ? 1.0 : 0.0);

    private static (double Before, double After) Rates(DemoStore demo, int week, Func<Interaction, bool> which)
    {
        var halves = demo.Interactions.Where(which).ToLookup(i => WeekOf(demo, i) >= week);
        return (Rate(halves[false]), Rate(halves[true]));
    }

    private static (double Before, double After) Basic(DemoStore demo, string code, int week, Func<Interaction, bool> which)
    {
        var bit = demo.Master.Baselines[1].Find(code)!.Mask;
        var halves = demo.Interactions.Where(i => (i.Na & bit) == 0 && which(i)).ToLookup(i => WeekOf(demo, i) >= week);
        double Share(bool after) => halves[after].Average(i => (i.Met & bit) != 0 ? 1.0 : 0.0);
        return (Share(false), Share(true));
    }

    private static ControlChart Chart(DemoStore demo, Func<Interaction, bool> which) =>
        ChartOf(demo, demo.Interactions.Where(which), i => i.AllBasicsMet);

    private static ControlChart BasicChart(DemoStore demo, string code, Func<Interaction, bool> which)
    {
        var bit = demo.Master.Baselines[1].Find(code)!.Mask;
        return ChartOf(demo, demo.Interactions.Where(i => (i.Na & bit) == 0 && which(i)), i => (i.Met & bit) != 0);
    }

    private static ControlChart ChartOf(DemoStore demo, IEnumerable<Interaction> interactions, Func<Interaction, bool> well)
    {
        var weeks = interactions.ToLookup(i => WeekOf(demo, i));
        var all = Enumerable.Range(0, DemoOrganisation.Weeks).ToList();
        // Weeks of very few are left out as gaps.
        return ProportionChart.P(
            [.. all.Select(w => (double)weeks[w].Count(well))],
            [.. all.Select(w => weeks[w].Count() < MinimumSample.Default ? double.NaN : weeks[w].Count())]);
    }

    // Before the change next to no week is below the limits, afterwards this share of the weeks.
    private static void AssertSignals(ControlChart chart, int week, double share)
    {
        var after = chart.Points.Skip(week).Where(p => !p.IsGap).ToList();
        Assert.InRange(chart.Points.Take(week).Count(p => p.IsOutside && p.Side < 0), 0, 1);
        Assert.InRange(after.Count(p => p.IsOutside && p.Side < 0), share * after.Count, after.Count);
    }

    // Variance of days against chance: 1 for independent misses, 1 + (n − 1)·ρ in days of n.
    private static double Spread(DemoStore demo, Func<Interaction, bool> which)
    {
        var days = demo.Interactions.Where(which).GroupBy(i => i.BusinessDate)
            .Select(g => (N: g.Count(), K: g.Count(i => i.AllBasicsMet))).ToList();
        var rate = days.Sum(d => d.K) / (double)days.Sum(d => d.N);
        return days.Sum(d => (d.K - d.N * rate) * (d.K - d.N * rate) / (d.N * rate * (1 - rate))) / (days.Count - 1);
    }
}
