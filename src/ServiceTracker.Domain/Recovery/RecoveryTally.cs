using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Recovery;

/// <summary>How cases went.</summary>
/// <param name="Cases">All of them.</param>
/// <param name="Open">Those that are not closed.</param>
/// <param name="Judged">Closed ones, but for those in which the customer was wrong.</param>
/// <param name="Recovered">Of these, those in which the customer said that it is well again, or came back.</param>
/// <param name="CameBack">Of these, those whose customer was served again within <see cref="RecoveryCase.DaysToComeBack"/> days.</param>
/// <param name="HoursToReply">Median hours until the customer was told something; null where nobody was.</param>
/// <param name="HoursToClose">Median hours until the closing; null where none is closed.</param>
public sealed record RecoveryTally(
    int Cases, int Open, int Judged, int Recovered, int CameBack, double? HoursToReply, double? HoursToClose)
{
    /// <summary>Share of the judged ones that recovered, 0 to 1; null where none is judged.</summary>
    public double? Rate => Judged == 0 ? null : (double)Recovered / Judged;

    /// <summary>Its Wilson 95 % interval.</summary>
    public WilsonInterval? Interval => Judged == 0 ? null : WilsonInterval.Of(Recovered, Judged);

    /// <summary>Counts cases.</summary>
    /// <param name="cases">Each with whether its customer came back.</param>
    public static RecoveryTally Of(IEnumerable<(RecoveryCase Case, bool CameBack)> cases)
    {
        var all = cases.ToList();
        var judged = all.Where(c => c.Case is { Status: RecoveryStatus.Closed, Outcome: not RecoveryOutcome.CustomerWrong }).ToList();
        return new(
            all.Count, all.Count(c => c.Case.Status != RecoveryStatus.Closed), judged.Count,
            judged.Count(c => c.CameBack || c.Case.Outcome == RecoveryOutcome.Recovered), judged.Count(c => c.CameBack),
            Median(all.Where(c => c.Case.RepliedAt is not null).Select(c => (c.Case.RepliedAt!.Value - c.Case.Since).TotalHours)),
            Median(all.Where(c => c.Case.ClosedAt is not null).Select(c => (c.Case.ClosedAt!.Value - c.Case.Since).TotalHours)));
    }

    private static double? Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
