using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Application.Figures;

/// <summary>What a comparison of people is made of.</summary>
internal static class PeopleCells
{
    /// <summary>No table of weeks knows reasons: so many rows are read for them, about a second's work, and no more.</summary>
    public const long MostRows = 200_000;

    /// <summary>What is asked for.</summary>
    public const Breakdown ByWeek = Breakdown.Staff | Breakdown.Week;

    /// <summary>What is asked for where reasons are known.</summary>
    public const Breakdown ByReason = ByWeek | Breakdown.Reason;

    /// <summary>Whether people are compared by their reasons as well.</summary>
    /// <param name="master">Whether there are any.</param>
    /// <param name="scored">Scored interactions that are compared.</param>
    public static bool KnowsReasons(MasterData master, long scored) => master.Reasons.All.Count > 0 && scored <= MostRows;

    /// <summary>Scored interactions, those of nobody in particular included.</summary>
    public static long Scored(IReadOnlyList<(LineKey Key, FigureSums Sums)> lines) => lines.Sum(l => l.Sums.ScoredPerson);

    /// <summary>
    /// A person is compared with colleagues on the same channel and reason, and as far as there are any at the same site, under the same
    /// baseline and in the same week.
    /// </summary>
    /// <param name="lines">By <see cref="ByWeek"/> or <see cref="ByReason"/>.</param>
    /// <param name="nameOf">How the comparison names a person, by the number.</param>
    /// <param name="countOf">What is counted of a line, where it is not all basics together; a line without any is left out.</param>
    public static List<StaffCell> Of(
        IReadOnlyList<(LineKey Key, FigureSums Sums)> lines, Func<int, string> nameOf,
        Func<(LineKey Key, FigureSums Sums), (long N, long K)>? countOf = null) =>
    [
        .. lines.Where(l => l.Key.Unit.StaffId is not null).Select(l =>
        {
            var wide = $"{l.Key.Unit.ChannelId} {l.Key.ReasonId}";
            var near = $"{wide} {l.Key.Unit.SiteId} {l.Key.Baseline}";
            var now = $"{near} {l.Key.Period:yyyy-MM-dd}";
            var (n, k) = countOf?.Invoke(l) ?? l.Sums.Rate(Viewpoint.Person);
            return new StaffCell(nameOf(l.Key.Unit.StaffId!.Value), new Surroundings(wide, near, now), k, n);
        }).Where(c => countOf is null || c.N > 0),
    ];
}
