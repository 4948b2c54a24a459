using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>The comparison of people where three of sixty work on a hard channel only: nobody is named for the channel.</summary>
internal static class HardChannel
{
    private const int People = 60, OnHard = 3, Weeks = 4, PerWeek = 45, PerWeekOfGuests = 9;

    private const double Usual = 0.90, Spread = 0.02;

    public static void Fill(DetectionTable table)
    {
        foreach (var hard in new[] { 0.80, 0.75 })
        {
            var rounds = SiteRun.Sites(Math.Max(40, table.Streams / 16), round =>
            {
                var cells = Round(hard, new Chance(SiteRun.Seed + (ulong)round));
                var named = StaffComparison.Of(cells).Named.Select(s => int.Parse(s.Staff)).ToList();
                return (Wrong: named.Count, OnHard: named.Count(n => n < OnHard), Alike: ShuffledPeople.OfAlike(cells).Named.Count());
            });
            Add(table, $"3 only on a channel at {hard:0.00}, others at 0.90: a wrong name", [.. rounds.Select(r => r.Wrong)], 4);
            Add(table, "… one of the three", [.. rounds.Select(r => r.OnHard)], 4);
            Add(table, "… where channels are not told apart", [.. rounds.Select(r => r.Alike)], null);
        }
    }

    private static void Add(DetectionTable table, string name, int[] names, double? must) => table.Add(new(
        name, "% of rounds", Estimate.Share(names.Count(n => n > 0), names.Length).Times(100), must));

    // The hard channel is not theirs alone: every fourth of the others has a few interactions there a week.
    private static List<StaffCell> Round(double hard, Chance chance)
    {
        var cells = new List<StaffCell>();
        for (var person = 0; person < People; person++)
        {
            var own = Math.Exp(chance.Normal() * Spread / (Usual * (1 - Usual)));
            var guest = person >= OnHard && person % 4 == 0 ? PerWeekOfGuests : 0;
            for (var week = 0; week < Weeks; week++)
            {
                var onHard = person < OnHard ? PerWeek : guest;
                if (onHard > 0) cells.Add(Cell(person, "hard", week, onHard, Odds.Times(hard, own), chance));
                if (onHard < PerWeek) cells.Add(Cell(person, "usual", week, PerWeek - onHard, Odds.Times(Usual, own), chance));
            }
        }

        return cells;
    }

    private static StaffCell Cell(int person, string channel, int week, int n, double rate, Chance chance) =>
        new($"{person:00}", new(channel, channel, $"{channel} {week}"), chance.Count(n, rate), n);
}
