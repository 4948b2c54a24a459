namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>The comparison of people who all work in the same surroundings.</summary>
internal static class ComparisonOfSixty
{
    public static void Fill(DetectionTable table)
    {
        var rounds = Math.Max(50, table.Streams / 4);
        foreach (var variation in new[] { 0, 0.02 })
        {
            var natural = variation > 0 ? ", natural variation" : "";
            foreach (var (
                name,
                spread,
                falseNames,
                power) in new[] { ("their rates differ by SD 0.04, 3 outliers at −0.15", 0.04, 0.1, 0.15),
                ("no spread, 3 outliers at −0.15", 0, 0.05, 0.85) })
            {
                var round = ComparisonRound.Of(spread, 3, variation, rounds);
                table.Add(new($"{name}: wrong names{natural}", "a round", round.FalseNames, falseNames));
                table.Add(new($"… outliers named{natural}", "share", round.Power, power, AtLeast: true));
            }

            table.Add(new(
                $"nobody differs: nobody is named{natural}", "% of rounds", ComparisonRound.Of(0, 0, variation, rounds).Nobody, 98,
                AtLeast: true));
            foreach (var channels in new[] { 1, 3 })
                table.Add(new(
                    $"… a variance share is claimed, {channels} channel{(channels > 1 ? "s" : "")}{natural}", "% of rounds",
                    ComparisonRound.Claimed(variation, channels, rounds), 2));
        }
    }
}
