namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>Whether a person or the channel carries the flag.</summary>
internal static class PersonOrChannel
{
    public static void Fill(DetectionTable table)
    {
        Console.WriteLine("10 people on a channel, natural variation, looked at four weeks after the change");
        var plan = new StreamPlan { Variation = 0.02, StaffSd = 0.02, After = 4 };
        foreach (var (name, dropped, change) in new (string, int, Change?)[]
        {
            ("nothing changes", 0, null),
            ("all drop to 0.80", 10, new(MissRate: 0.2)),
            ("one drops to 0.70", 1, new(MissRate: 0.3)),
            ("three drop to 0.70", 3, new(MissRate: 0.3)),
            ("all drop to 0.80, one of them to 0.60", -1, new(MissRate: 0.2)),
            ("good and bad days for all at once", -2, null),
        })
        {
            var rounds = Math.Max(20, table.Streams / 20);
            var (channels, guilty, innocent, withheld) = (0, new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var attributed = AttributionRound.Of(plan, change, dropped, round);
                if (attributed.Channel is not null) channels++;
                var named = Math.Abs(dropped) == 10 || dropped == -2 ? 0 : dropped == -1 ? 1 : dropped;
                guilty.Add(attributed.People.Count(p => p.Id < named));
                innocent.Add(attributed.People.Count(p => p.Id >= named));
                withheld.Add(attributed.Withheld.Count);
            }

            table.Add(new($"{name}: the channel carries a flag", "%", Estimate.Share(channels, rounds).Times(100)));
            table.Add(new("… people who changed more than the channel and carry one", "people", Estimate.Mean(guilty)));
            table.Add(new("… other people who carry one", "people", Estimate.Mean(innocent)));
            table.Add(new("… flags of people withheld", "people", Estimate.Mean(withheld)));
        }
    }
}
