using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Domain.Overview;

/// <summary>What changed about a basic, and whether on a channel or on all.</summary>
/// <param name="Basic">Code of the basic.</param>
/// <param name="Whole">All channels together; null where there is too little.</param>
/// <param name="Channels">By number of the channel, where there is enough.</param>
/// <param name="Fell">What is met less often than before, beyond chance: channels, or null for all together.</param>
/// <param name="Rose">The same for more often.</param>
public sealed record BasicShift(
    string Basic, RateShift? Whole, IReadOnlyDictionary<int, RateShift> Channels, IReadOnlyList<int?> Fell, IReadOnlyList<int?> Rose)
{
    // Where the channels that are not told move the same way as surely as this, the change is not one channel's; and what was told and
    // still moves as surely is not over.
    private const double MovesToo = 0.05;

    /// <summary>Enough for a comparison.</summary>
    public bool IsCompared => Whole is not null || Channels.Count > 0;

    /// <summary>The shift of a channel, or of all together.</summary>
    public RateShift Of(int? channel) => channel is { } c ? Channels[c] : Whole!;

    /// <summary>It is still met less often than before, if not so surely that it would be told.</summary>
    /// <param name="channel">Of a channel, or of all together.</param>
    public bool IsStillLow(int? channel) =>
        (channel is { } c ? Channels.GetValueOrDefault(c) : Whole) is { Difference: < 0, PValue: < MovesToo };

    /// <summary>
    /// Compares all basics at once. A change is told under <see cref="BasicPlaces.Level"/>, after raising the p-values for everything that
    /// was compared (Benjamini–Hochberg), and from <see cref="BasicPlaces.LeastGap"/> on. It is a channel's where that channel is told and
    /// the others together do not move the same way; else it is of all.
    /// </summary>
    /// <param name="cells">All of the same weeks.</param>
    /// <returns>By code of the basic.</returns>
    public static IReadOnlyDictionary<string, BasicShift> Of(IReadOnlyCollection<ShiftCell> cells)
    {
        var basics = cells.GroupBy(c => c.Basic).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var parts = g.OrderBy(c => c.Channel).ToList();
            return (Basic: g.Key, Cells: parts, Whole: Together(parts),
                Channels: parts.Select(c => (c.Channel, Shift: RateShift.Of(c.Weeks, c.From)))
                    .Where(c => c.Shift is not null).ToDictionary(c => c.Channel, c => c.Shift!));
        }).ToList();
        var asked = basics.SelectMany(b => b.Channels.Values.Append(b.Whole).OfType<RateShift>()).ToList();
        var adjusted = AdjustedPValues.BenjaminiHochberg([.. asked.Select(s => s.PValue)]);
        var told = asked.Where((s, i) => adjusted[i] < BasicPlaces.Level && Math.Abs(s.Difference) >= BasicPlaces.LeastGap)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return basics.ToDictionary(
            b => b.Basic,
            b => new BasicShift(
                b.Basic, b.Whole, b.Channels, Told(b.Cells, b.Whole, b.Channels, -1), Told(b.Cells, b.Whole, b.Channels, 1)),
            StringComparer.Ordinal);

        IReadOnlyList<int?> Told(List<ShiftCell> parts, RateShift? whole, Dictionary<int, RateShift> channels, int way)
        {
            bool Moves(RateShift? shift) => shift is not null && told.Contains(shift) && Math.Sign(shift.Difference) == way;
            var some = channels.Where(c => Moves(c.Value)).Select(c => c.Key).ToHashSet();
            IReadOnlyList<int?> all = whole is not null && (Moves(whole) || some.Count > 0) ? [null] : [];
            if (some.Count == 0 || channels.Count == 1) return all;
            var rest = Together([.. parts.Where(c => !some.Contains(c.Channel))]);
            var others = rest is not null && rest.PValue < MovesToo && way * rest.Difference >= BasicPlaces.LeastGap;
            return others || some.Count == channels.Count ? all : [.. some.Order().Select(c => (int?)c)];
        }
    }

    private static RateShift? Together(List<ShiftCell> cells) => cells.Count == 0 ? null : RateShift.Of(
        [.. cells[0].Weeks.Select((w, i) => new WeekCount(w.Week, cells.Sum(c => c.Weeks[i].N), cells.Sum(c => c.Weeks[i].K)))],
        cells.Max(c => c.From));
}
