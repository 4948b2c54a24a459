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
        if (!ReferenceEquals(under, terms)) Read(under, null);
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
        var start = starts[label.Kind switch
        {
            DetectionKind.Basic => StartOfBasics + label.Basic!.Value,
            DetectionKind.Erratic => StartOfErratic,
            DetectionKind.Better => StartOfBetter,
            _ => StartOfLow,
        }];
        var of = label.Kind == DetectionKind.Erratic ? ErraticSquares : LowSquares;
        var off = dayMissed - dayExpected[0];
        var variance = spread[of + 1] + spread[DayVariance];
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
            UsualMissRate = label.Kind == DetectionKind.Basic
                ? UsualBasicRate(label.Basic!.Value, under, BitOperations.PopCount((ulong)under.Basics))
                : q,
            DaySpread = variance > 0 ? (spread[of] + off * off) / variance : 0,
            ShortBaseline = Usual.IsShort(DateOnly.FromDayNumber(day)),
        };
    }
}
