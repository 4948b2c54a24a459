using System.Diagnostics;
using ServiceTracker.Benchmarks.History;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Consistency;

/// <summary>Pages and files of one person, one site and the organisation, at a million interactions and at many more.</summary>
internal static class DashboardBenchmark
{
    private const long SmallSize = 1_000_000;

    private const double MostTimes = 1.5;

    private static readonly Question[] Questions =
    [
        new("staff: chart of one person", OfPages: true,
            (site, person) =>
                $"/consistency/chart?site={HistoryShape.SiteCode(site)}&staff={HistoryShape.StaffCode(site, person)}" +
                $"&week={HistoryShape.LastWeek}"),
        new("site: consistency page", OfPages: true,
            (site, _) => $"/consistency?site={HistoryShape.SiteCode(site)}&week={HistoryShape.LastWeek}"),
        new("site: weekly CSV", OfPages: false,
            (site, _) => $"/api/v1/reports/weekly/{HistoryShape.LastWeek}/consistency.csv?site={HistoryShape.SiteCode(site)}"),
        new("site: heat map", OfPages: false,
            (site, _) => $"/api/v1/consistency?by=hourOfWeek&site={HistoryShape.SiteCode(site)}&{TwelveWeeks}"),
        new("organisation: heat map", OfPages: false, (_, _) => $"/api/v1/consistency?by=hourOfWeek&{TwelveWeeks}"),
        new("organisation: by channel", OfPages: false, (_, _) => $"/api/v1/consistency?by=channel&{TwelveWeeks}"),
        new("organisation: chart", OfPages: true, (_, _) => $"/consistency/chart?week={HistoryShape.LastWeek}"),
        new("organisation: weeks", OfPages: false, (_, _) => "/api/v1/reports/weekly"),
    ];

    private static string TwelveWeeks =>
        $"from={HistoryShape.LastWeek.AddWeeks(-11).Monday:yyyy-MM-dd}&to={HistoryShape.LastWeek.Sunday:yyyy-MM-dd}";

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        // Quick: sites of a fortieth of the usual size.
        var (small, large) = options.Quick
            ? (new HistoryShape(2, HistoryShape.UsualWeeks, HistoryShape.UsualAtSite / 40), new HistoryShape(
                8, HistoryShape.UsualWeeks, HistoryShape.UsualAtSite / 40))
            : (HistoryShape.Of(SmallSize), HistoryShape.Of(options.Size));
        var report = new Report("dashboard", $"""
            Pages and files over {Words(small)}, and over {Words(large)}. Every site has {HistoryShape.PeopleAtSite} people,
            {small.AtSite:N0} interactions in {small.Weeks} weeks and the demonstration's statistics: the organisation grows by sites, a
            site does not grow. Sites and people are taken in turns; the rollups are filled by the product's own recount.
            {Report.SharedCores}
            """);
        var filling = report.Table(
            "", new("interactions", "interactions", "N0"), new("sites", "sites"), new("filled in s", "filledSeconds"),
            new("recounted in s", "recountedSeconds"));
        var table = report.Table(
            "", new("", "question"), new($"ms at {small.Interactions:N0}", "smallMilliseconds", "0.0"),
            new($"ms at {large.Interactions:N0}", "largeMilliseconds", "0.0"), new("ratio", "ratio", "0.00"),
            new("kB", "kilobytes", "0.0"));
        await using var workspace = new Workspace();
        var contenders = new List<Contender>();
        foreach (var shape in new[] { small, large }) contenders.Add(await FillAsync(workspace, shape, filling));

        foreach (var question in Questions)
        {
            var times = contenders.ConvertAll(_ => new List<double>());
            var size = 0;
            for (var turn = -3; turn < (options.Quick ? 7 : 41); turn++)
            {
                for (var c = 0; c < contenders.Count; c++)
                {
                    var contender = contenders[c];
                    // Steps without a common divisor with the numbers of sites and people.
                    var path = question.Path(
                        1 + Math.Abs(turn * 37) % contender.Shape.Sites, 1 + Math.Abs(turn * 17) % HistoryShape.PeopleAtSite);
                    var started = Stopwatch.GetTimestamp();
                    size = question.OfPages
                        ? await contender.Reader.ReadAsync(path)
                        : (await contender.Product.Http.GetByteArrayAsync(new Uri(path, UriKind.Relative))).Length;
                    if (turn >= 0) times[c].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
            }

            var (before, after) = (times[0].Median(), times[1].Median());
            table.Add(question.Name, before, after, after / before, size / 1e3);
            report.Add(Target.NoMore($"{question.Name}, {large.Interactions:N0} ÷ {small.Interactions:N0}", after / before, MostTimes));
        }

        foreach (var contender in contenders) contender.Reader.Dispose();
        return report;
    }

    private static async Task<Contender> FillAsync(Workspace workspace, HistoryShape shape, FigureTable filling)
    {
        var store = await workspace.NewStoreAsync(StoreKind.Postgres, $"{shape.Interactions}");
        var product = await workspace.StartProductAsync(store);
        var started = Stopwatch.GetTimestamp();
        await new GeneratedHistory(store, shape).FillAsync(product);
        var filled = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await ProductCommand.RecountAsync(store);
        filling.Add(shape.Interactions, shape.Sites, filled, Stopwatch.GetElapsedTime(started).TotalSeconds - filled);
        return new Contender(shape, product, await SignedIn.InAsync(store, product));
    }

    private static string Words(HistoryShape shape) => $"{shape.Interactions:N0} interactions at {shape.Sites} sites";

    private sealed record Question(string Name, bool OfPages, Func<int, int, string> Path);

    private sealed record Contender(HistoryShape Shape, ServerProcess Product, SignedIn Reader);
}
