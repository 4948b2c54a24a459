using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>How a change was found, over many streams.</summary>
/// <param name="Median">Interactions from the change to the flag, its own included.</param>
/// <param name="Anchors">The same of the anchors.</param>
/// <param name="Provisional">Labels at the flag.</param>
/// <param name="Settled">Labels after five business days.</param>
internal sealed record Found(
    Estimate Median, IReadOnlyDictionary<string, Estimate> Anchors, IReadOnlyList<FlagLabel> Provisional, IReadOnlyList<FlagLabel> Settled)
{
    public static Estimate ShareOf(IReadOnlyList<FlagLabel> labels, Func<FlagLabel, bool> which) =>
        Estimate.Share(labels.Count(which), labels.Count).Times(100);
}

/// <summary>Simulates streams and measures detectors on them.</summary>
internal static class DetectionMeasure
{
    /// <summary>Flags a year while nothing changes.</summary>
    public static (Estimate Ours, IReadOnlyDictionary<string, Estimate> Anchors) FalseFlags(
        StreamPlan plan, DetectorWatch watch, int streams, bool anchors = true)
    {
        var perYear = (double)Threshold.WeeksPerYear / plan.After;
        var ours = new double[streams];
        var theirs = Anchor.All.ToDictionary(a => a.Name, _ => new double[streams]);
        Each(streams, plan, (i, stream) =>
        {
            ours[i] = watch.Run(stream, plan, i, first: false).Count(f => f.At > stream.ChangeAt) * perYear;
            if (anchors)
                foreach (var anchor in Anchor.All) theirs[anchor.Name][i] = anchor.Run(stream, plan).Count * perYear;
        });

        return (
            Estimate.Mean(ours),
            anchors ? theirs.ToDictionary(t => t.Key, t => Estimate.Mean(t.Value)) : new Dictionary<string, Estimate>());
    }

    /// <summary>The first flag after the change.</summary>
    public static Found Delay(StreamPlan plan, DetectorWatch watch, int streams, bool anchors = true)
    {
        var ours = new double[streams];
        var flags = new Flagged[streams];
        var theirs = Anchor.All.ToDictionary(a => a.Name, _ => new double[streams]);
        Each(streams, plan, (i, stream) =>
        {
            var flag = flags[i] = watch.Run(stream, plan, i, first: true).FirstOrDefault(f => f.At > stream.ChangeAt);
            ours[i] = flag.At == 0 ? double.PositiveInfinity : flag.At - stream.ChangeAt;
            if (anchors)
                foreach (var anchor in Anchor.All)
                    theirs[anchor.Name][i] = anchor.Run(stream, plan) is [var at, ..] ? at - stream.ChangeAt : double.PositiveInfinity;
        });

        return new(
            Estimate.Median(ours),
            anchors ? theirs.ToDictionary(t => t.Key, t => Estimate.Median(t.Value)) : new Dictionary<string, Estimate>(),
            [.. flags.Where(f => f.At > 0).Select(f => f.Provisional)],
            [.. flags.Where(f => f.Settled is not null).Select(f => f.Settled!.Value)]);
    }

    /// <summary>ρ₀ as the product would estimate it: one from the 25 weeks of so many colleagues, plus one standard error.</summary>
    public static double[] PooledVariation(StreamPlan plan, int colleagues, int pools)
    {
        var quiet = plan with { After = 0, Change = null };
        var stream = new ServiceStream();
        var chance = new Chance(77);
        return
        [
            .. Enumerable.Range(0, pools).Select(_ => DayToDayVariation.Pooled(
            [
                .. Enumerable.Range(0, colleagues).Select(_ =>
                {
                    stream.Fill(quiet, chance);
                    var sums = default(DaySums);
                    for (var (day, at) = (0, 0); day < quiet.Before * StreamPlan.DaysPerWeek; day++)
                    {
                        var (n, k) = (0, 0);
                        for (; at < stream.UntilDay[day]; at++)
                        {
                            n++;
                            if (stream.Missed[at] != 0) k++;
                        }

                        if (n > 0) sums = sums.Plus(n, k);
                    }

                    return sums;
                }),
            ])),
        ];
    }

    // On all processors; a stream depends on its number alone, so that the figures do not depend on them.
    private static void Each(int streams, StreamPlan plan, Action<int, ServiceStream> measure) => Parallel.For(
        0, streams, () => new ServiceStream(),
        (i, _, stream) =>
        {
            stream.Fill(plan, new Chance(Seed(i)));
            measure(i, stream);
            return stream;
        },
        _ => { });

    // Streams of one scenario and the next share their seeds, which makes comparing them sharper.
    private static ulong Seed(int stream) => 20261122UL * 1_000_003 + (ulong)stream;
}
