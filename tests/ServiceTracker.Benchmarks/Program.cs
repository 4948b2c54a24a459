using ServiceTracker.Benchmarks;
using ServiceTracker.Benchmarks.Consistency;
using ServiceTracker.Benchmarks.Detection;
using ServiceTracker.Benchmarks.Detection.Stored;
using ServiceTracker.Benchmarks.Floors;
using ServiceTracker.Benchmarks.Imports;
using ServiceTracker.Benchmarks.Interactions;
using ServiceTracker.Benchmarks.Reports;

// Each benchmark measures the product beside the raw floor in the same run and reports ratios: absolute times say more about the machine.
Verb[] verbs =
[
    new("write", "[--quick]", "one interaction a request, on both stores", WriteBenchmark.RunAsync),
    new("batch", "[--quick]", "a hundred interactions a request", BatchBenchmark.RunAsync),
    new("refusals", "[--quick]", "the largest bodies, with nothing right in them", RefusalBenchmark.RunAsync),
    new("rollup", "[--quick]", "what rollups cost and how far they lag", RollupBenchmark.RunAsync),
    new("dashboard", "[--quick] [--size 1M|10M|50M]", "pages over a large history", DashboardBenchmark.RunAsync),
    new("export", "[--quick] [--rows 1M]", "the interactions of a week as CSV", ExportBenchmark.RunAsync),
    new("import", "[--quick] [--rows 300000]", "a CSV file, on both stores", ImportBenchmark.RunAsync),
];

return args switch
{
    [FloorServer.Verb, var mode, var port, var connection] => await FloorServer.ServeAsync(mode, int.Parse(port), connection),
    ["detection", "--stored", "--streams", .. var rest] => await Verb.RunAsync(
        [new("stored", "", "", StoredStreamsBenchmark.RunAsync)], ["stored", .. rest]),
    ["detection", "--stored", .. var rest] => await Verb.RunAsync(
        [new("stored", "", "", StoredDetectionBenchmark.RunAsync)], ["stored", .. rest]),
    // Needs no server: simulated streams, [--quick | --streams 4000] [--only NAME] [--json FILE].
    ["detection", .. var rest] => DetectionBenchmark.Run(rest),
    _ => await Verb.RunAsync(verbs, args),
};
