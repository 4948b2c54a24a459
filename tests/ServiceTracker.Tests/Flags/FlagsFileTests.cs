using System.Text;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Flags;

/// <summary>The week's flags as a file, over the API, the page and the command line alike.</summary>
public sealed class FlagsFileTests(PostgresCluster postgres)
{
    private const string Header =
        "schema,id,kind,site,staff,channel,expectation,detected_at_utc,status,finding,owner,opened_at_utc,closed_at_utc,sentence\r\n";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_file_has_a_row_for_each_flag_that_was_open_at_any_moment_of_its_week(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        var organisation = await SetUpAsync(app);
        var other = await organisation.SiteAsync("alp");
        Guid[] ids = [.. Enumerable.Range(1, 6).Select(i => new Guid($"00000000-0000-7000-8000-00000000000{i}"))];
        var whole = await new RaisedFlag
        {
            Id = ids[0],
            Kind = FlagKind.Basic,
            Staff = "dvolkov",
            Expectation = "greeted",
            DetectedAt = At("2026-11-03T10:00:00.5Z"),
            Owner = "=lena@shop.test",
            Sentence = "“Greeted”, missed 9 of 20; one of 50 is usual.",
        }.StoreAsync(app);
        await new RaisedFlag { Id = ids[1], Site = other, Channel = null, DetectedAt = At("2026-11-09T00:00:00Z") }.StoreAsync(app);
        // Part of another one, no longer there, a note.
        await new RaisedFlag { Id = ids[2], PartOf = whole, DetectedAt = At("2026-11-10T10:00:00Z") }.StoreAsync(app);
        await new RaisedFlag { Id = ids[3], Supported = false, DetectedAt = At("2026-11-10T10:00:00Z") }.StoreAsync(app);
        await new RaisedFlag { Id = ids[4], Kind = FlagKind.ChannelGap, DetectedAt = At("2026-11-10T10:00:00Z") }.StoreAsync(app);

        var first =
            $"flags-1,{ids[0]},basic,harbour,dvolkov,counter,greeted,2026-11-03T10:00:00.5Z,new,,'=lena@shop.test,2026-11-20T12:00:00Z,," +
            "\"“Greeted”, missed 9 of 20; one of 50 is usual.\"\r\n";
        var second =
            $"flags-1,{ids[1]},lower,alp,,,,2026-11-09T00:00:00Z,new,,,2026-11-20T12:00:00Z,," +
            "All basics were met in 31 of 50 interactions since 9 November; 45 are usual.\r\n";
        await IsAsync("2026-W44", "");
        await IsAsync("2026-W45", first);
        await IsAsync("2026-W46", second + first);
        await IsAsync("2026-W47", second + first);
        await IsAsync("2026-W46", first, "?site=harbour");
        using var manager = await app.AsAsync(Role.Manager, "alp");
        Assert.Equal(Header + second, (await manager.GetAsync("reports/weekly/2026-W47/flags.csv")).Is(200).Text);

        // Closed on Sunday of week 47 it was open in it, and not in the next; opened again later, it was closed in the weeks between only.
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 22, 20, 0, 0, TimeSpan.Zero));
        await MoveAsync(new { to = "closed", reason = "Training", finding = "person" });
        var closed = first.Replace(",new,,", ",closed,person,", StringComparison.Ordinal)
            .Replace("2026-11-20T12:00:00Z,,", "2026-11-20T12:00:00Z,2026-11-22T20:00:00Z,", StringComparison.Ordinal);
        await IsAsync("2026-W45", closed, "?site=harbour");
        await IsAsync("2026-W47", closed, "?site=harbour");
        await IsAsync("2026-W48", "", "?site=harbour");
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 7, 9, 0, 0, TimeSpan.Zero));
        await MoveAsync(new { to = "looking" });
        var again = first.Replace(",new,", ",looking,", StringComparison.Ordinal);
        await IsAsync("2026-W47", again, "?site=harbour");
        await IsAsync("2026-W48", "", "?site=harbour");
        await IsAsync("2026-W49", "", "?site=harbour");
        await IsAsync("2026-W50", again, "?site=harbour");

        async Task MoveAsync(object step) => (await organisation.Admin.PostAsync($"flags/{whole}/transitions", step)).Is(200);

        async Task IsAsync(string week, string rows, string query = "")
        {
            var answer = (await organisation.Admin.GetAsync($"reports/weekly/{week}/flags.csv{query}")).Is(200);
            Assert.Equal(Header + rows, Encoding.UTF8.GetString(answer.Bytes));
        }

        static DateTime At(string text) => DateTimeOffset.Parse(text).UtcDateTime;
    }
}
