using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>What one person delivered of one basic at one place.</summary>
/// <param name="Basic">Code of the basic.</param>
/// <param name="Site">Code or number of the site.</param>
/// <param name="Channel">Code or number of the channel.</param>
/// <param name="Staff">Code or number of the person; empty for nobody in particular.</param>
/// <param name="K">Interactions in which it was met.</param>
/// <param name="N">Interactions in which it was applicable.</param>
public readonly record struct BasicCount(string Basic, string Site, string Channel, string Staff, long K, long N);

/// <summary>
/// Where a basic is met less often. Channels are compared by people who work several of them at a site, sites on the channels that they
/// share: see <see cref="ChannelGap"/>. So a channel is not judged by who works it, nor a site by its channels. What falls on every channel
/// of one site is seen beside the other sites alone, also on the page of that site.
/// </summary>
/// <param name="Kind">What is known.</param>
/// <param name="Lower">The places that differ, the widest gap first.</param>
/// <param name="Channels">How many channels have it.</param>
/// <param name="Sites">How many sites have it.</param>
public sealed record BasicPlaces(BasicPlacesKind Kind, IReadOnlyList<LowPlace> Lower, int Channels, int Sites)
{
    /// <summary>
    /// Gaps with a smaller p-value are told, after raising it for everything that was compared (Benjamini–Hochberg). Stricter than for a
    /// single question: it is asked of every basic every week, and misses of one day resemble each other, which the test does not know.
    /// </summary>
    public const double Level = 0.01;

    /// <summary>Narrower gaps are not told, however sure: one customer in a hundred.</summary>
    public const double LeastGap = 0.01;

    /// <summary>
    /// Fewest interactions of a place for "alike": with as many a gap of 12 points shows, about three standard errors at a rate of 90 %.
    /// </summary>
    public const int FewestToTell = 50;

    /// <summary>Compares the places of several basics at once.</summary>
    /// <param name="counts">0 ≤ k ≤ n; several of one person, basic and place are added up.</param>
    /// <param name="elsewhere">
    /// What sites that are not shown delivered together on each channel: the sites are compared with it, and nothing is told of it.
    /// </param>
    /// <returns>By code of the basic; only basics that were applicable at all.</returns>
    /// <exception cref="ArgumentException">A count is negative or k &gt; n.</exception>
    public static IReadOnlyDictionary<string, BasicPlaces> Of(
        IReadOnlyCollection<BasicCount> counts, IReadOnlyCollection<BasicCount>? elsewhere = null)
    {
        var others = (elsewhere ?? []).Where(c => c.N > 0).ToLookup(c => c.Basic);
        var basics = counts.Where(c => c.N > 0).GroupBy(c => c.Basic).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Code: g.Key, Counts: g.ToList())).ToList();
        var gaps = basics.SelectMany(b => GapsOf(b.Counts, [.. others[b.Code]]).Select(g => (b.Code, g.Kind, g.Gap))).ToList();
        var adjusted = AdjustedPValues.BenjaminiHochberg([.. gaps.Select(g => g.Gap.PValue)]);
        var lower = gaps.Zip(adjusted, (g, p) => (g.Code, g.Kind, g.Gap, P: p))
            .Where(g => g.P < Level && g.Gap.Difference <= -LeastGap).ToLookup(g => g.Code);
        return basics.ToDictionary(b => b.Code, b => Tell(b.Counts, [.. others[b.Code]],
        [
            .. lower[b.Code].OrderBy(g => g.Gap.Difference).Select(g => new LowPlace(
                g.Kind, g.Gap.Channel, g.Gap.K, g.Gap.N, g.Gap.Difference!.Value, g.P,
                StaffOf(b.Counts.Where(c => CodeOf(c, g.Kind) == g.Gap.Channel)))),
        ]));
    }

    private static BasicPlaces Tell(List<BasicCount> counts, List<BasicCount> elsewhere, IReadOnlyList<LowPlace> lower)
    {
        var (channels, sites) = (SizesOf(counts, PlaceKind.Channel), SizesOf([.. counts, .. elsewhere], PlaceKind.Site));
        var kind = lower.Count > 0 ? BasicPlacesKind.Lower
            : channels.Count < 2 && sites.Count < 2 ? BasicPlacesKind.OnlyPlace
            : IsEnough(channels) || IsEnough(sites) ? BasicPlacesKind.Alike
            : BasicPlacesKind.TooFew;
        return new BasicPlaces(kind, lower, channels.Count, sites.Count);

        static bool IsEnough(List<long> sizes) => sizes.Count(n => n >= FewestToTell) > 1;
    }

    private static IEnumerable<(PlaceKind Kind, ChannelGap Gap)> GapsOf(List<BasicCount> counts, List<BasicCount> elsewhere)
    {
        // Somebody who serves at two sites is two people here: their channels are compared within each.
        var channels = ChannelGap.Of([.. counts.Select(c => new StaffChannelCount($"{c.Site} {c.Staff}", c.Channel, c.K, c.N))]);
        // The same comparison with places changed: sites take the part of channels, and what is held alike is the channel. Without one in
        // common nothing is.
        var unnamed = elsewhere.Select(c => c.Site).ToHashSet(StringComparer.Ordinal);
        var sites = ChannelGap.Of([.. counts.Concat(elsewhere).Select(c => new StaffChannelCount(c.Channel, c.Site, c.K, c.N))])
            .Where(g => g.IsWithinPeople && !unnamed.Contains(g.Channel));
        return channels.Select(g => (Kind: PlaceKind.Channel, Gap: g)).Concat(sites.Select(g => (Kind: PlaceKind.Site, Gap: g)))
            .Where(g => g.Gap.Difference is not null);
    }

    private static string CodeOf(in BasicCount count, PlaceKind kind) => kind == PlaceKind.Channel ? count.Channel : count.Site;

    private static List<long> SizesOf(List<BasicCount> counts, PlaceKind kind) =>
        [.. counts.GroupBy(c => CodeOf(c, kind)).Select(g => g.Sum(c => c.N))];

    private static IReadOnlyList<string> StaffOf(IEnumerable<BasicCount> counts) =>
        [.. counts.Select(c => c.Staff).Where(s => s.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}
