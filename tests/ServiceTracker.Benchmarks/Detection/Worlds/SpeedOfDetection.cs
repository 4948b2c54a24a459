using System.Diagnostics;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>What watching costs.</summary>
internal static class SpeedOfDetection
{
    public static void Fill(DetectionTable table)
    {
        var plan = new StreamPlan { Variation = 0.02, Before = 0 };
        var watch = new DetectorWatch { Variation = [0.02] };
        var stream = new ServiceStream();
        var runs = new List<ServiceStream>();
        for (var i = 0; i < 20; i++)
        {
            stream = new();
            stream.Fill(plan, new Chance((ulong)i));
            runs.Add(stream);
        }

        foreach (var run in runs) watch.Run(run, plan, 0, first: false);
        var perInteraction = new List<double>();
        var perYear = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var staff = 0; staff < 500; staff++) watch.Run(runs[staff % runs.Count], plan, 0, first: false);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            perYear.Add(seconds);
            perInteraction.Add(seconds / (500.0 * stream.Count) * 1e6);
        }

        table.Add(new(
            "one interaction updates its unit of 8 basics", "µs",
            new(perInteraction.Order().ElementAt(2), perInteraction.Max() - perInteraction.Min()), 10));
        table.Add(new(
            "a year of 500 staff, 45 a week: 1.17 million interactions", "s",
            new(perYear.Order().ElementAt(2), perYear.Max() - perYear.Min()), 10));
    }
}
