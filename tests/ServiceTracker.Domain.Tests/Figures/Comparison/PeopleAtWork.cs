using MathNet.Numerics.Distributions;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.Tests.Figures.Comparison;

/// <summary>
/// People who do not differ, in surroundings that do: channels, reasons, sites, weeks, a season. Each has a mix of work of their own, and
/// some do nothing but the hardest. One real difference can be put in.
/// </summary>
internal sealed record PeopleAtWork
{
    private const int Weeks = 12;

    private static readonly (string Channel, string Reason, double Logit)[] Work =
        [("counter", "new", 1.6), ("counter", "problem", 0.2), ("phone", "new", 1.1), ("phone", "problem", -0.4)];

    public int People { get; init; } = 24;

    /// <summary>Interactions of a person a week.</summary>
    public int PerWeek { get; init; } = 30;

    /// <summary>Amplitude of the season, SD of shared weeks and of those of each piece of work, difference of sites; on the logit
    /// scale.</summary>
    public (double Season, double Weeks, double OwnWeeks, double Site) Differences { get; init; } = (0.4, 0.3, 0.2, 0.4);

    /// <summary>Who delivers less than they would, by so much on the logit scale.</summary>
    public (int Person, double By)? Lower { get; init; }

    public IReadOnlyList<StaffCell> Deliver(Random random)
    {
        var cells = new List<StaffCell>();
        var mix = Enumerable.Range(0, People).Select(p => Mix(p, random)).ToArray();
        var begin = random.NextDouble();
        for (var week = 0; week < Weeks; week++)
        {
            var shared = Differences.Season * Math.Sin(2 * Math.PI * (week / 52.0 + begin)) + Normal.Sample(random, 0, Differences.Weeks);
            for (var w = 0; w < Work.Length; w++)
            {
                var (channel, reason, logit) = Work[w];
                var moved = logit + shared + Normal.Sample(random, 0, Differences.OwnWeeks);
                for (var person = 0; person < People; person++)
                {
                    var n = mix[person][w];
                    var rate = 1 / (1 + Math.Exp(
                        -(moved - person % 2 * Differences.Site - (Lower is { } lower && lower.Person == person ? lower.By : 0))));
                    if (n == 0) continue;
                    var (wide, near) = ($"{channel} {reason}", $"{channel} {reason} {person % 2}");
                    cells.Add(new($"p{person:00}", new(wide, near, $"{near} {week}"), Binomial.Sample(random, rate, n), n));
                }
            }
        }

        return cells;
    }

    // Every eighth person takes the hardest work only, which every third of the others knows too.
    private int[] Mix(int person, Random random)
    {
        if (person % 8 == 0) return [0, 0, 0, PerWeek];
        var hard = person % 3 == 0 ? PerWeek / 6 : 0;
        var first = random.Next(PerWeek - hard + 1);
        var second = random.Next(PerWeek - hard - first + 1);
        return [first, second, PerWeek - hard - first - second, hard];
    }
}
