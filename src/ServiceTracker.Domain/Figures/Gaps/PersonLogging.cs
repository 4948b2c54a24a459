using ServiceTracker.Domain.Interactions;
using ServiceTracker.Statistics.MultipleTesting;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>One person's quick logs against their full checks.</summary>
/// <param name="StaffId">Whose.</param>
/// <param name="Gap">On all channels together: full checks are drawn alike on each.</param>
/// <param name="Channels">By channel.</param>
/// <param name="AdjustedPValue">The gap's p-value raised by Holm's method for all who were looked at together, 0 to 1.</param>
public sealed record PersonLogging(int StaffId, LoggingGap Gap, IReadOnlyDictionary<int, LoggingGap> Channels, double AdjustedPValue)
{
    /// <summary>Who is named has a smaller adjusted p-value.</summary>
    public const double Level = 0.01;

    /// <summary>Quick logs flatter by more than chance explains, among all who were looked at.</summary>
    public bool IsNamed => Gap.Difference > 0 && AdjustedPValue < Level;

    /// <summary>Compares each person's own two kinds of logs.</summary>
    /// <param name="counts">Of what people logged themselves and was scored.</param>
    /// <returns>By number of the person.</returns>
    public static IReadOnlyList<PersonLogging> Of(IEnumerable<PersonLoggedCount> counts)
    {
        var people = counts.GroupBy(c => c.StaffId).OrderBy(g => g.Key).Select(g => (
            g.Key, Gap: GapOf(g), Channels: g.GroupBy(c => c.ChannelId).ToDictionary(c => c.Key, GapOf))).ToList();
        // Who has none of one kind is not compared, and takes nothing from the others' chances.
        var adjusted = AdjustedPValues.Holm([.. people.Select(p => p.Gap.Difference is null ? double.NaN : p.Gap.PValue)]);
        return [.. people.Select((p, i) => new PersonLogging(p.Key, p.Gap, p.Channels, double.IsNaN(adjusted[i]) ? 1 : adjusted[i]))];
    }

    private static LoggingGap GapOf(IEnumerable<PersonLoggedCount> counts)
    {
        var all = counts.ToList();
        return LoggingGap.Of(
            Sum(CheckKind.Full, true), Sum(CheckKind.Full, false), Sum(CheckKind.Quick, true), Sum(CheckKind.Quick, false));

        long Sum(CheckKind check, bool metOnly) => all.Where(c => c.Check == check && (!metOnly || c.AllMet)).Sum(c => c.N);
    }
}
