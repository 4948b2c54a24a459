using System.Diagnostics;
using ServiceTracker.Benchmarks.Reporting;

namespace ServiceTracker.Benchmarks;

/// <summary>A benchmark by the word that starts it.</summary>
/// <param name="Name">The word.</param>
/// <param name="Options">Which options it reads.</param>
/// <param name="About">What it measures.</param>
/// <param name="Run">Measures it.</param>
internal sealed record Verb(string Name, string Options, string About, Func<BenchmarkOptions, Task<Report>> Run)
{
    /// <summary>Runs every benchmark, one after another.</summary>
    private const string All = "all";

    /// <summary>Runs what the arguments name; writes tables to the console and, where asked for, JSON to a file.</summary>
    /// <returns>Exit status: 0 measured, whether or not the targets were met; 2 called wrongly.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Verb> verbs, string[] args)
    {
        var chosen = args.Length == 0 ? [] : verbs.Where(v => v.Name == args[0] || args[0] == All).ToList();
        if (chosen.Count == 0 || !BenchmarkOptions.TryParse(args.AsSpan(1), out var options))
        {
            await Console.Error.WriteLineAsync(
                "dotnet run -c Release --project tests/ServiceTracker.Benchmarks -- VERB [--quick] [--json FILE]\n");
            foreach (var verb in verbs) await Console.Error.WriteLineAsync($"  {verb.Name,-10} {verb.Options,-34} {verb.About}");
            await Console.Error.WriteLineAsync($"  {All,-10} {"",-34} every one of them");
            await Console.Error.WriteLineAsync(
                $"  {"detection",-10} {"[--quick | --streams N] [--only NAME]",-34} flags and their delays on simulated streams and sites");
            await Console.Error.WriteLineAsync(
                $"  {"detection",-10} {"--stored [--quick] [--rows 300000]",-34} how soon flags stand on what is imported and logged");
            await Console.Error.WriteLineAsync(
                $"  {"detection",-10} {"--stored --streams [--quick]",-34} which flags seeded streams give, from the file to the API");
            return 2;
        }

#if DEBUG
        await Console.Error.WriteLineAsync("This is a Debug build; only a Release build is worth measuring: dotnet run -c Release …");
        return 2;
#else
        var reports = new List<Report>();
        foreach (var verb in chosen)
        {
            var started = Stopwatch.GetTimestamp();
            var report = await verb.Run(options);
            report.Write(Console.Out);
            Console.WriteLine($"{verb.Name} took {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s.");
            reports.Add(report);
            // After each, so that a long run that breaks off leaves what it has.
            if (options.JsonFile is { } file) await Report.SaveAsync(file, reports);
        }

        return 0;
#endif
    }
}
