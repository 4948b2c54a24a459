using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>
/// Channels, weeks and sites differ, people do not: outcomes are dealt anew within channel, site and week. Nobody is named; with one real
/// difference put in, that one is.
/// </summary>
internal static class ShuffledPeople
{
    private const int People = 30, Weeks = 12, Specialist = 7;

    private const double Lower = 1.5;

    private static readonly (string Name, double Rate)[] Channels = [("phone", 0.63), ("counter", 0.66), ("chat", 0.60), ("hard", 0.41)];

    public static void Fill(DetectionTable table)
    {
        var rounds = SiteRun.Sites(Math.Max(40, table.Streams / 16), round =>
        {
            var cells = Round(new Chance(SiteRun.Seed + (ulong)round), outlier: null);
            var guilty = round % People;
            var named = StaffComparison.Of(Round(new Chance(SiteRun.Seed + (ulong)round), guilty)).Named.Select(s => s.Staff).ToList();
            return (
                Nobody: !StaffComparison.Of(cells).Named.Any(), Alike: !OfAlike(cells).Named.Any(),
                Found: named.Contains($"{guilty:00}"), Alone: named is [var one] && one == $"{guilty:00}");
        });
        Add(table, "nobody differs: nobody is named", [.. rounds.Select(r => r.Nobody)], 98);
        Add(table, "… where channels and weeks are not told apart", [.. rounds.Select(r => r.Alike)], null);
        Add(table, $"one is lower by {Lower} logit everywhere: named", [.. rounds.Select(r => r.Found)], 95);
        Add(table, "… and nobody else is", [.. rounds.Select(r => r.Alone)], 93);
    }

    /// <summary>The same people as if all worked in the same surroundings.</summary>
    internal static StaffComparison OfAlike(IEnumerable<StaffCell> cells) => StaffComparison.OfAlike(
        [.. cells.GroupBy(c => c.Staff).Select(g => new StaffCount(g.Key, g.Sum(c => c.K), g.Sum(c => c.N)))]);

    private static void Add(DetectionTable table, string name, bool[] rounds, double? must) => table.Add(new(
        name, "% of rounds", Estimate.Share(rounds.Count(r => r), rounds.Length).Times(100), must, AtLeast: true));

    // Everybody has a mix of their own; one person works on the hard channel alone, where the others are guests.
    private static List<StaffCell> Round(Chance chance, int? outlier)
    {
        var mix = new int[People, Channels.Length];
        for (var p = 0; p < People; p++)
            for (var c = 0; c < Channels.Length; c++)
                mix[p, c] = Channels[c].Name == "hard" ? (p == Specialist ? 40 : p % 5 == 0 ? 3 : 0)
                    : p == Specialist ? 0 : (int)(20 * chance.Uniform());
        var cells = new List<StaffCell>();
        for (var week = 0; week < Weeks; week++)
        {
            var shared = 0.4 * chance.Normal();
            for (var c = 0; c < Channels.Length; c++)
            {
                var shift = shared + 0.2 * chance.Normal();
                for (var p = 0; p < People; p++)
                {
                    if (mix[p, c] == 0) continue;
                    var (site, own) = (p % 2, p == outlier ? Lower : 0);
                    var rate = Odds.Times(Channels[c].Rate, Math.Exp(shift + 0.3 * site - own));
                    var near = $"{Channels[c].Name} {site}";
                    cells.Add(new(
                        $"{p:00}", new(Channels[c].Name, near, $"{near} {week}"), chance.Count(mix[p, c], rate), mix[p, c]));
                }
            }
        }

        return cells;
    }
}
