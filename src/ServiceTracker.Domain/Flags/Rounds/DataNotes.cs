using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Rounds;

/// <summary>
/// Where the data themselves are to be read with care: a channel on which the same people do less, own logs that say more than others saw,
/// quick logs that flatter, busy days on which nobody logs. Nobody is to be talked to, and none is part of the budget of false flags.
/// </summary>
public static class DataNotes
{
    /// <summary>
    /// Gaps with a smaller p-value are told. Stricter than on the page of the comparison, where one question is asked once: here it is
    /// asked every week.
    /// </summary>
    public const double Level = BasicPlaces.Level;

    /// <summary>Narrower gaps are not told, however sure.</summary>
    public const double LeastGap = BasicPlaces.LeastGap;

    /// <summary>Share of busy days on which nothing is logged from which on it is told: one in ten, so that a feast day or two is no
    /// news.</summary>
    public const double SilentShare = 0.1;

    /// <summary>Fewest busy days of which a share is told: about four weeks.</summary>
    public const int FewestDays = 20;

    /// <summary>A finding for each channel that has others to be compared with, by the same people.</summary>
    /// <param name="gaps">Of the round's weeks.</param>
    /// <param name="siteId">The site.</param>
    /// <param name="last">The last week.</param>
    /// <param name="channelId">The number of a channel.</param>
    public static IEnumerable<RoundFinding> OfChannels(
        IEnumerable<ChannelGap> gaps, int siteId, IsoWeek last, Func<string, int> channelId)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        ArgumentNullException.ThrowIfNull(channelId);
        // That the other channels are better is the same fact.
        return gaps.Where(g => g is { IsWithinPeople: true, Difference: not null }).Select(g => new RoundFinding
        {
            SiteId = siteId,
            WeekStart = last.Monday,
            Kind = FlagKind.ChannelGap,
            ChannelId = channelId(g.Channel),
            IsTold = g.AdjustedP < Level && g.Difference <= -LeastGap,
            Sentence = RoundSpan.Dated(g.Sentence, last),
            Evidence = Tested(last, g.N, (double)g.K / g.N, Share((double)g.K / g.N - g.Difference!.Value), g.AdjustedP),
        });
    }

    /// <summary>Own logs against what others saw of the same interactions.</summary>
    /// <param name="gap">On "all basics met", of the round's weeks; null without interactions that others saw.</param>
    /// <param name="siteId">The site.</param>
    /// <param name="last">The last week.</param>
    public static IEnumerable<RoundFinding> OfEvidence(EvidenceGap? gap, int siteId, IsoWeek last)
    {
        if (gap is null) yield break;
        var seen = (double)gap.OtherMet / gap.Table.Items;
        yield return new RoundFinding
        {
            SiteId = siteId,
            WeekStart = last.Monday,
            Kind = FlagKind.EvidenceGap,
            IsTold = gap.PValue < Level && gap.Difference >= LeastGap,
            Sentence = RoundSpan.Dated(gap.Sentence, last),
            Evidence = Tested(last, gap.Table.Items, seen, Share(seen + gap.Difference), gap.PValue),
        };
    }

    /// <summary>Quick logs against full checks, and busy days on which nothing was logged.</summary>
    /// <param name="gap">Of the round's weeks.</param>
    /// <param name="siteId">The site.</param>
    /// <param name="last">The last week.</param>
    public static IEnumerable<RoundFinding> OfLogging(LoggingGap gap, int siteId, IsoWeek last)
    {
        ArgumentNullException.ThrowIfNull(gap);
        if (gap.Difference is null && gap.DaysActive < FewestDays) yield break;
        var flatters = gap.PValue < Level && gap.Difference >= LeastGap;
        yield return new RoundFinding
        {
            SiteId = siteId,
            WeekStart = last.Monday,
            Kind = FlagKind.LoggingGap,
            IsTold = flatters || (gap.DaysActive >= FewestDays && gap.DaysActive - gap.DaysLogged >= SilentShare * gap.DaysActive),
            Sentence = RoundSpan.Dated(gap.Sentence, last),
            Evidence = gap.Difference is null ? RoundSpan.Evidence(last, 0, 0, 0).Write()
                : Tested(last, gap.Full, (double)gap.FullMet / gap.Full, (double)gap.QuickMet / gap.Quick, gap.PValue),
        };
    }

    private static string Tested(IsoWeek last, long n, double observed, double usual, double pValue) =>
        (RoundSpan.Evidence(last, n, observed, usual) with { Statistic = pValue, Threshold = Level }).Write();

    private static double Share(double share) => Math.Clamp(share, 0, 1);
}
