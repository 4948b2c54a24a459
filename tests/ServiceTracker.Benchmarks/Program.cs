using ServiceTracker.Benchmarks;
using ServiceTracker.Benchmarks.Detection;

// Each benchmark measures the product beside the raw floor in the same run and reports ratios: absolute times say more about the machine.
return args switch
{
    ["import", .. var rest] => await ImportBenchmark.RunAsync(rest is ["--rows", var rows] ? int.Parse(rows) : 30_000),
    ["detection", .. var rest] => DetectionBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/ServiceTracker.Benchmarks -- import [--rows 30000] | detection [--quick | --streams 4000] [--json FILE]");
    return 2;
}
