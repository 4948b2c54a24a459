using System.Numerics;

namespace ServiceTracker.Domain.Flags.Detection;

// What a flag says, and when that is settled.
public sealed partial class ChangeDetector
{
    private DetectorSignal? SettleIfDue(int date, DetectorTerms under)
    {
        if (open is null || date <= open.BusinessDate.DayNumber + SettlingDays) return null;
        var figures = EvidenceUnder(under);
        var label = FlagLabel.Settled(figures);
        if (!ReferenceEquals(under, terms)) Read(under, ofOwnLevel: true);
        var settled = Describe(label, figures, under) with
        {
            Interaction = open.Interaction,
            OccurredAt = open.OccurredAt,
            BusinessDate = open.BusinessDate,
            Threshold = open.Threshold,
            ShortBaseline = open.ShortBaseline,
            // Of the same thing what was usual stays as it was told: no interaction need have come since that would tell it anew.
            UsualMissRate = label == open.Label ? open.UsualMissRate : OwnRate(label.Basic),
            IsSettled = true,
            WasLabelled = label == open.Label ? null : open.Label,
        };
        open = null;
        Clear();
        return settled;
    }

    internal void Clear()
    {
        Array.Clear(sums);
        Array.Clear(basicSums);
        Array.Clear(starts);
        Array.Clear(spread);
    }

    /// <summary>The share of misses, of any or of a basic, that the unit itself has shown to be usual.</summary>
    internal double OwnRate(int? basic) =>
        basic is { } j ? Usual.BasicRate(j, null) : UsualLevel.Moved(Usual.Rate(null), 0);

    internal DetectorSignal Describe(FlagLabel label, in Evidence figures, DetectorTerms under)
    {
        var whole = Places.Kinds.IndexOf(label.Kind);
        var start = starts[label.Basic is { } j ? Places.Starts + j : whole];
        // A change of the days is told by those since it began, everything else beside those of a drop.
        var of = Explanation.Of(label.Kind) is { IsOfDays: true } ? 2 * whole : 0;
        var off = dayMissed - dayUsual;
        var variance = spread[of + 1] + spread[^1];
        return new()
        {
            Label = label,
            Interaction = default,
            OccurredAt = default,
            BusinessDate = default,
            Evidence = figures,
            Threshold = under.Threshold,
            Since = DateOnly.FromDayNumber(start.Day),
            N = start.N,
            K = start.K,
            UsualMissRate = label.Basic is { } basic ? UsualBasicRate(basic, under, BitOperations.PopCount((ulong)under.Basics)) : q,
            DaySpread = variance > 0 ? (spread[of] + off * off) / variance : 0,
            ShortBaseline = Usual.IsShort(DateOnly.FromDayNumber(day)),
        };
    }
}
