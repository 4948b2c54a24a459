using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Benchmarks.Detection.Worlds;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>
/// How fast changes are found, how they are named and how often nothing is taken for something: the product's detector beside control
/// charts on the same simulated streams, and on simulated sites where colleagues, seasons, weeks and days are not what it was made for.
/// </summary>
internal static class DetectionBenchmark
{
    private static readonly DetectionWorld[] Worlds =
    [
        new("quality", "Quality table", QualityTable.Fill),
        new("elsewhere", "False flags elsewhere", FalseFlagsElsewhere.Fill),
        new("changes", "Other changes", OtherChanges.Fill),
        new("threshold", "Threshold and delay", ThresholdAndDelay.Fill),
        new("attribution", "Person or channel", PersonOrChannel.Fill),
        new("comparison", "Comparison of 60 people", ComparisonOfSixty.Fill),
        new("shared", "What all share", SharedShifts.Fill),
        new("basics-by-day", "Misses of a basic by the day", BasicsByDay.Fill),
        new("new-site", "A new site", NewSite.Fill),
        new("site-drop", "The whole site drops", SiteDrop.Fill),
        new("some-drop", "4 of 40 drop", SomeDrop.Fill),
        new("channels", "Three channels of 15 a week", SeveralChannels.Fill),
        new("one-channel", "One channel among colleagues", OneChannel.Fill),
        new("old-improvement", "After an old improvement", OldImprovement.Fill),
        new("lasting", "A lasting change", LastingChange.Fill),
        new("shuffled", "People shuffled within channel and week", ShuffledPeople.Fill),
        new("hard-channel", "60 people, 3 only on a hard channel", HardChannel.Fill),
        new("time", "Time", SpeedOfDetection.Fill),
    ];

    // A delay of "never" is infinite, which JSON has no number for.
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static int Run(string[] args)
    {
        string? file = null;
        var (streams, only) = (4000, new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    streams = 400;
                    break;
                case "--streams" when i + 1 < args.Length && int.TryParse(args[i + 1], out var count) && count > 1:
                    (streams, i) = (count, i + 1);
                    break;
                case "--others" when i + 1 < args.Length && ulong.TryParse(args[i + 1], out var others):
                    (Chance.Others, i) = (others, i + 1);
                    break;
                case "--only" when i + 1 < args.Length && Worlds.Any(w => w.Name == args[i + 1]):
                    only.Add(args[++i]);
                    break;
                case "--json" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                default:
                    Console.Error.WriteLine("detection [--quick | --streams N] [--others N] [--only NAME]... [--json FILE]");
                    Console.Error.WriteLine($"names: {string.Join(", ", Worlds.Select(w => w.Name))}");
                    return 2;
            }
        }

        var table = new DetectionTable(streams);
        Measure(table, [.. Worlds.Where(w => only.Count == 0 || only.Contains(w.Name))]);
        if (file is not null)
            File.WriteAllText(
                file, JsonSerializer.Serialize(
                    new { streams, SiteRun.Seed, anchors = Anchor.All.Select(a => new { a.Name, a.How }), table.Rows }, Json));
        var missed = table.Rows.Count(r => r.Met == false);
        Console.WriteLine(
            missed == 0
                ? "\nEvery figure that was asked for is met."
                : $"\n{missed} of {table.Rows.Count(r => r.Met is not null)} figures that were asked for are missed.");
        return 0;
    }

    private static void Measure(DetectionTable table, DetectionWorld[] worlds)
    {
        Console.WriteLine(
            $"""
            {table.Streams} seeded streams a row. Unless said otherwise: 8 basics missed independently and equally often, all met in 0.90;
            45 interactions a week, 9 on each of 5 days; 25 weeks, then the change (or a year of nothing). Detectors run from the first
            interaction on, budget 1, and know the colleagues' rates. Natural variation is a beta-binomial day of ρ 0.02. Medians;
            ± is the Monte Carlo standard error.
            One basic slips: one of the 8 brings all met to 0.80. Erratic: ρ 0.125, twice the variance of independent days of 9.
            Good/bad days: 0.58 met on one day in five, 0.98 on the others.
            Anchors: {string.Join("; ", Anchor.All.Select(a => $"{a.Name} {a.How}"))}.
            Sites (from "What all share" on), seed {SiteRun.Seed}: 40 people, natural variation, Poisson numbers; the terms of every week
            (threshold, colleagues' rates, ρ₀) from the weeks before it; the error is between sites where all of a site share something.
            """);
        var clock = Stopwatch.StartNew();
        foreach (var world in worlds)
        {
            table.Begin(world.Section);
            var started = Environment.CpuUsage.TotalTime;
            world.Fill(table);
            Console.WriteLine($"({world.Name}: {(Environment.CpuUsage.TotalTime - started).TotalSeconds:0.0} s of a processor)");
        }

        Console.WriteLine($"\n{clock.Elapsed.TotalSeconds:0} s, {Environment.CpuUsage.TotalTime.TotalSeconds:0} s of a processor");
    }
}
