using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Benchmarks.Load;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;
using ServiceTracker.Benchmarks.Samples;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Benchmarks.Interactions;

/// <summary>The largest bodies there may be, full of errors: what refusing them costs beyond reading them.</summary>
internal static class RefusalBenchmark
{
    private const int Largest = 16 << 20, Items = 1000, UnknownFields = 1_000_000;

    // Milliseconds.
    private const double MostBeyondReading = 100;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var report = new Report("refusals", $"""
            Bodies of up to {Largest >> 20} MiB in which nothing is right, one at a time. The floor reads the same bytes and answers with
            their number. {Report.SharedCores}
            Times are medians; processor time is the server's, which a busy machine does not lengthen.
            """);
        var table = report.Table(
            "", new("body", "body"), new("server", "server"), new("MB", "megabytes", "0.0"), new("answer", "status"),
            new("ms", "milliseconds", "0.0"), new("CPU ms", "cpuMilliseconds", "0.0"),
            new("peak MB", "peakMegabytes"));
        await using var workspace = new Workspace();
        var product = await workspace.StartProductAsync(await workspace.NewStoreAsync(StoreKind.Sqlite, "product"));
        await SampleOrganisation.SetUpAsync(product.Http);
        var floor = await workspace.StartFloorAsync(FloorServer.Copy, await workspace.NewStoreAsync(StoreKind.Sqlite, "floor"));
        (string Name, string Path, byte[] Body)[] bodies =
        [
            ("1000 items, all wrong", "/api/v1/interactions/batch", Batch()),
            ("a million unknown fields", "/api/v1/charts", Fields()),
            ("an array in an array in …", "/api/v1/interactions/batch", Encoding.ASCII.GetBytes(new string('[', Largest - 2))),
            ("numbers where objects belong", "/api/v1/interactions/batch", Encoding.ASCII.GetBytes(
                "[" + string.Join(',', Enumerable.Repeat("1", Largest / 2 - 2)) + "]")),
        ];
        foreach (var (name, path, body) in bodies)
        {
            var (ours, theirs) = (new List<Refusal>(), new List<Refusal>());
            for (var round = -2; round < options.Rounds; round++)
            {
                var (refused, read) = (await SendAsync(product, path, body), await SendAsync(floor, FloorServer.ReadPath, body));
                if (round < 0) continue;
                ours.Add(refused);
                theirs.Add(read);
            }

            Add(name, "product", body, ours);
            Add(name, "reading alone", body, theirs);
            report.Add(Target.NoMore(
                $"{name}: product − reading", ours.Select(r => r.Milliseconds).Median() - theirs.Select(r => r.Milliseconds).Median(),
                MostBeyondReading, "ms"));
            report.Add(Target.NoMore(
                $"{name}: CPU, product − reading", ours.Select(r => r.Cpu).Median() - theirs.Select(r => r.Cpu).Median(),
                MostBeyondReading, "ms"));
        }

        return report;

        void Add(string name, string server, byte[] body, List<Refusal> answers) => table.Add(
            name, server, body.Length / 1e6, answers[0].Status, answers.Select(r => r.Milliseconds).Median(),
            answers.Select(r => r.Cpu).Median(), answers.Max(r => r.Peak));
    }

    // As many as one call takes, each as long as the body allows and wrong in several fields.
    private static byte[] Batch()
    {
        var note = new string('n', Largest / Items - 150);
        var item =
            """{"site":"nowhere","channel":"none","occurredAt":"tomorrow","source":"hearsay",""" +
            $$"""
            "observations":{"x":"perhaps"},"note":"{{note}}"}
            """;
        return Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(item, Items)) + "]");
    }

    private static byte[] Fields() =>
        Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, UnknownFields).Select(n => $"\"f{n}\":1")) + "}");

    private static async Task<Refusal> SendAsync(ServerProcess server, string path, byte[] body)
    {
        ProcessTree.ForgetPeak(server.Id);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var (cpu, started) = (ProcessTree.CpuTime(server.Id), Stopwatch.GetTimestamp());
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        await answer.Content.ReadAsByteArrayAsync();
        return new Refusal(
            (int)answer.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            (ProcessTree.CpuTime(server.Id) - cpu).TotalMilliseconds, ProcessTree.PeakMegabytes(server.Id));
    }

    private sealed record Refusal(int Status, double Milliseconds, double Cpu, double Peak);
}
