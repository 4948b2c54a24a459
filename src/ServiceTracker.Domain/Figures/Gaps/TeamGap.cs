using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>What a person of a team delivered on a channel.</summary>
/// <param name="Team">Number of the team.</param>
/// <param name="Staff">Number of the person.</param>
/// <param name="Channel">Number of the channel.</param>
/// <param name="K">Scored interactions in which all basics were met.</param>
/// <param name="N">Scored interactions.</param>
public readonly record struct TeamCount(int Team, int Staff, int Channel, long K, long N);

/// <summary>
/// A team that delivers the basics more or less often than the other teams of its site on the same channels, beyond chance: the comparison
/// of <see cref="ChannelGap"/> with teams in the place of channels, and the channel held alike.
/// </summary>
/// <param name="Team">Number of the team.</param>
/// <param name="K">All basics met in.</param>
/// <param name="N">Scored interactions.</param>
/// <param name="Difference">Its rate less that of the other teams on the same channels, −1 to 1.</param>
public sealed record TeamGap(int Team, long K, long N, double Difference)
{
    /// <summary>Fewest people of a team: of fewer it would be told of them.</summary>
    public const int FewestStaff = 3;

    /// <summary>How far apart, in words that go on after the team's name.</summary>
    public string Words => $"all basics met in {PercentText.Of((double)K / N)} of {N}, {PercentText.Points(Difference)} "
        + $"{(Difference > 0 ? "more" : "less")} often than the other teams on the same channels";

    /// <summary>Compares the teams of a site. Of two teams the better one is told: that the other is worse is the same fact.</summary>
    /// <param name="counts">0 ≤ k ≤ n.</param>
    /// <returns>
    /// The teams that differ by a point or more with a p-value, raised for their number, under <see cref="BasicPlaces.Level"/>.
    /// </returns>
    public static IReadOnlyList<TeamGap> Of(IReadOnlyCollection<TeamCount> counts)
    {
        var large = counts.Where(c => c.N > 0).GroupBy(c => c.Team)
            .Where(g => g.Select(c => c.Staff).Distinct().Count() >= FewestStaff).ToDictionary(g => $"{g.Key}", g => g.Key);
        var isOneFact = counts.Where(c => c.N > 0).Select(c => c.Team).Distinct().Count() == 2;
        return
        [
            .. ChannelGap.Of([.. counts.Select(c => new StaffChannelCount($"{c.Channel}", $"{c.Team}", c.K, c.N))])
                .Where(g => g is { IsWithinPeople: true, AdjustedP: < BasicPlaces.Level } && large.ContainsKey(g.Channel))
                .Where(g => g.Difference is >= BasicPlaces.LeastGap || (!isOneFact && g.Difference is <= -BasicPlaces.LeastGap))
                .Select(g => new TeamGap(large[g.Channel], g.K, g.N, g.Difference!.Value)),
        ];
    }
}
