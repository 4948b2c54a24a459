using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Recovery;

public sealed class RecoverySummaryOnSqliteTests(OnSqlite shared) : RecoverySummaryTests(shared), IClassFixture<OnSqlite>;

public sealed class RecoverySummaryOnPostgresTests(OnPostgres shared) : RecoverySummaryTests(shared), IClassFixture<OnPostgres>;

public abstract class RecoverySummaryTests(SharedApp shared)
{
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task The_summary_counts_who_recovered_or_came_back_and_names_the_cause_that_recurs_with_what_was_changed()
    {
        var site = await organisation.SiteAsync();
        var api = organisation.Admin;
        var ends = new[] { "recovered", "lost", "not_recovered", "customer_wrong" };
        foreach (var (end, i) in ends.Select((e, i) => (e, i)))
        {
            var id = (string)(await api.PostAsync(
                "recoveries", new { site, channel = "phone", reason = "renewal", customer = $"c{i}" })).Is(201)["id"]!;
            shared.App.Clock.Advance(TimeSpan.FromMinutes(6));
            (await api.PostAsync($"recoveries/{id}/transitions", new { to = "owned", words = "Sorry." })).Is(200);
            shared.App.Clock.Advance(TimeSpan.FromMinutes(24));
            (await api.PostAsync(
                $"recoveries/{id}/transitions", new { to = "closed", cause = "process", steps = "Done.", outcome = end })).Is(200);
        }

        (await api.PostAsync("recoveries", new { site, channel = "counter", reason = "renewal" })).Is(201);
        shared.App.Clock.Advance(TimeSpan.FromMinutes(30));
        // The one who was lost is back.
        await organisation.LogAsync(Hosting.Organisation.Entry(
            shared.App.Clock.GetUtcNow().AddMinutes(-1).ToString("O"), site).With("customer", "c1"));
        var change = (await api.PostAsync(
            "process-changes", new { site, channel = "phone", date = "2026-11-21", what = "Cards by courier", why = "Lost letters" }))
            .Is(201)["id"]!.ToString();

        var read = (await api.GetAsync($"recoveries/summary?site={site}")).Is(200);
        var whole = read["whole"]!;
        Assert.Equal(
            (5, 1, 3, 2, 1), ((int)whole["cases"]!, (int)whole["open"]!, (int)whole["judged"]!, (int)whole["recovered"]!,
                (int)whole["cameBack"]!));
        Assert.Equal(
            (0.667, 0.208, 0.939), (Math.Round((double)whole["rate"]!, 3), Math.Round((double)whole["wilsonLow"]!, 3),
                Math.Round((double)whole["wilsonHigh"]!, 3)));
        Assert.Equal((0.1, 0.5), (Math.Round((double)whole["hoursToFirstReply"]!, 6), Math.Round((double)whole["hoursToClose"]!, 6)));
        Assert.Equal(["counter 1", "phone 4"], read["lines"]!["items"]!.AsArray().Select(l => $"{l!["of"]} {l["cases"]}"));
        var again = read["recurring"]!["items"]!.AsArray().Single()!;
        Assert.Equal(
            ("phone", "renewal", "process", 3, change),
            ((string?)again["channel"], (string?)again["reason"], (string?)again["cause"], (int)again["cases"]!,
                (string?)again["processChanges"]![0]));

        var causes = (await api.GetAsync($"recoveries/summary?site={site}&by=cause")).Is(200)["lines"]!["items"]!.AsArray();
        Assert.Equal(["process 4", " 1"], causes.Select(l => $"{l!["of"]} {l["cases"]}"));
        (await api.GetAsync("recoveries/summary?by=colour")).IsRefused("$.by invalid");
        (await api.GetAsync("recoveries/summary?from=2026-11-21&to=2026-11-20")).Is(422);
        (await api.GetAsync("recoveries/summary?to=0001-01-01")).IsRefused("$.to out_of_range");
    }
}
