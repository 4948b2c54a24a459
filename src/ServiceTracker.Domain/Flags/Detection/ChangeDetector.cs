using System.Numerics;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Watches one unit (staff × channel, or a channel, site or basic with a budget of its own) and tells when it is no longer as usual.
/// </summary>
/// <remarks>
/// <para>Each explanation has a likelihood ratio ℓ of an interaction against "as usual" and a Shiryaev–Roberts sum over all possible starts of the
/// change, R ← (R + 1)·ℓ (A. N. Shiryaev, Theory of Probability and its Applications 8 (1963) 22–46; S. W. Roberts, Technometrics 8 (1966)
/// 411–430). The evidence is the weighted sum T = Σ w·R, and a flag is raised at T ≥ A. The sums know nothing of who or which basic it is:
/// relabelling people or basics relabels the flags, and improvement is watched by the same arithmetic as decline.</para>
/// <para>The mean time between false flags is at least A (<see cref="Threshold"/>), and among all procedures with that property the
/// Shiryaev–Roberts one has asymptotically the smallest delay (M. Pollak, Annals of Statistics 13 (1985) 206–227). That a weighted sum of such
/// sums keeps the guarantee is what J. Shin, A. Ramdas and A. Rinaldo call an e-detector (2022).</para>
/// <para>One observation is some tens of multiplications and no allocation unless a flag is raised or settled.</para>
/// </remarks>
public sealed class ChangeDetector
{
    /// <summary>
    /// Days after the flag that are still part of its five business days, whichever days of the week a business opens: the label is settled
    /// from the day after them on.
    /// </summary>
    public const int SettlingDays = 7;

    /// <summary>Interactions by which a new segment teaches the usual share with all basics met before it is watched.</summary>
    public const int LearningOfRate = 100;

    /// <summary>The same for a basic.</summary>
    public const int LearningOfBasic = 200;

    // What is left to learn in the first segment: nothing, and the site stands in for it where unknown.
    private const int FirstSegment = -1;

    // While a label settles sums may run on without end. Beyond this all of them are made smaller by the same factor: their shares, by which
    // the label is chosen, stay, and what is left is still far above any threshold.
    private const double TooLarge = 1e200, Smaller = 1e-100;

    // Places in Sums and, but for the second, in Starts.
    private const int Low = 0, MuchLow = 1, Erratic = 2, Better = 3, Collapse = 4;
    private const int StartOfLow = 0, StartOfErratic = 1, StartOfBetter = 2, StartOfBasics = 3;
    private const int LowSquares = 0, LowVariance = 1, ErraticSquares = 2, ErraticVariance = 3, DayVariance = 4;

    private static readonly double ErraticStrength = PolyaUrn.Strength(ExplanationWeights.ErraticVariation);

    private readonly int[] basicLearning;
    private readonly double[] dayExpected = new double[5], sums = new double[5], spread = new double[5];
    private readonly double[] basicSums, basicRates;
    private readonly ChangeStart[] starts;
    private int day = -1, dayInteractions, dayMissed, learning = FirstSegment;
    private long lastTicks;
    private DetectorSignal? open;

    // What the terms and the usual level of the day amount to.
    private DetectorTerms? terms;
    private double usualOdds, strength, basicWeight;
    private double q, qLow, qMuchLow, qBetter, qCollapse, highest;

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="basics">Bits that may occur, 1 to 63.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 63 bits.</exception>
    public ChangeDetector(int basics)
        : this(new UsualLevel(basics))
    {
    }

    /// <summary>A detector that goes on from a kept state.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="ArgumentException">The parts of the state are of different numbers of basics.</exception>
    public ChangeDetector(DetectorState state)
        : this(new UsualLevel(
            Checked(state).BasicSums.Length, state.UsualStart, state.UsualBasicStarts, state.UsualDays, state.UsualBasics, state.UsualToday, state.UsualPending))
    {
        day = state.Day;
        lastTicks = state.LastTicks;
        Interactions = state.Interactions;
        learning = state.Learning;
        state.BasicLearning.CopyTo(basicLearning, 0);
        dayInteractions = state.DayInteractions;
        dayMissed = state.DayMissed;
        state.DayExpected.CopyTo(dayExpected, 0);
        state.Sums.CopyTo(sums, 0);
        state.BasicSums.CopyTo(basicSums, 0);
        state.Starts.CopyTo(starts, 0);
        state.Spread.CopyTo(spread, 0);
        open = state.Open;
    }

    private ChangeDetector(UsualLevel usual)
    {
        Usual = usual;
        basicLearning = new int[usual.Basics];
        Array.Fill(basicLearning, FirstSegment);
        basicSums = new double[usual.Basics];
        basicRates = new double[usual.Basics];
        starts = new ChangeStart[StartOfBasics + usual.Basics];
    }

    /// <summary>What is usual for the unit.</summary>
    public UsualLevel Usual { get; private set; }

    /// <summary>Scored interactions since the start of the segment.</summary>
    public long Interactions { get; private set; }

    /// <summary>The flag whose label is not settled yet.</summary>
    public DetectorSignal? Open => open;

    /// <summary>Business date of the last interaction; null before the first.</summary>
    public DateOnly? LastDate => day < 0 ? null : DateOnly.FromDayNumber(day);

    /// <summary>The evidence as the terms weigh it.</summary>
    public Evidence EvidenceUnder(DetectorTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var w = terms.Weights;
        var each = WeightOfBasic(terms);
        var (all, strongest, most) = (0.0, -1, double.NegativeInfinity);
        for (var rest = terms.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            all += basicSums[j];
            if (basicSums[j] > most) (strongest, most) = (j, basicSums[j]);
        }

        return new(
            w.Lower * sums[Low] + w.MuchLower * sums[MuchLow], w.MuchLower * sums[Collapse], each * all, w.Erratic * sums[Erratic], w.Better * sums[Better],
            strongest, strongest < 0 ? 0 : each * most);
    }

    /// <summary>Takes the next interaction of the unit. Unscored ones change nothing.</summary>
    /// <param name="observation">Not before the last one, by business date and then instant.</param>
    /// <param name="under">What holds around the unit. The same object as last time saves the work of reading it.</param>
    /// <returns>What is to be told, nothing as a rule.</returns>
    /// <exception cref="ArgumentException">The observation comes before the last one (a late entry is replayed), or has bits that the detector does not know.</exception>
    public DetectorStep Advance(in DetectorObservation observation, DetectorTerms under)
    {
        ArgumentNullException.ThrowIfNull(under);
        if (!observation.IsScored) return default;
        var date = observation.BusinessDate.DayNumber;
        var ticks = observation.OccurredAt.Ticks;
        if (date < day || (date == day && ticks < lastTicks)) throw new ArgumentException("It comes before the last interaction: replay from there.", nameof(observation));
        if (observation.Applicable >> Usual.Basics != 0) throw new ArgumentException("A basic that this detector does not know.", nameof(observation));

        DetectorSignal? settled = null;
        if (date != day || !Usual.HasToday)
        {
            settled = SettleIfDue(date, under);
            EndDay();
            Usual.Begin(date, observation.Applicable);
            (day, dayInteractions, dayMissed) = (date, 0, 0);
            Array.Clear(dayExpected);
            Read(under);
        }
        else
        {
            Usual.Seen(observation.Applicable);
            if (!ReferenceEquals(under, terms)) Read(under);
        }

        lastTicks = ticks;
        Interactions++;
        var missed = observation.AnyMissed;
        var expected = Weigh(missed, observation.CaseMix);
        var basics = WeighBasics(observation.Missed, observation.Applicable, expected);
        if (sums[Low] + sums[MuchLow] + sums[Erratic] + sums[Better] + sums[Collapse] + basics > TooLarge) basics = Shrink(basics);
        Usual.Count(observation.Missed, observation.Applicable);

        var w = under.Weights;
        var evidence = w.Lower * sums[Low] + w.MuchLower * sums[MuchLow] + basicWeight * basics + w.Erratic * sums[Erratic] + w.Better * sums[Better];
        DetectorSignal? raised = null;
        if (evidence >= under.Threshold && open is null && Interactions >= MinimumSample.Default)
        {
            var figures = EvidenceUnder(under);
            raised = open = Describe(FlagLabel.Provisional(figures), figures, under) with
            {
                Interaction = observation.Interaction,
                OccurredAt = observation.OccurredAt,
                BusinessDate = observation.BusinessDate,
            };
        }

        return new(settled, raised, observation.Missed & observation.Applicable & under.Critical);
    }

    /// <summary>Settles the label of the last flag if its five business days are over, without waiting for the unit's next interaction.</summary>
    /// <param name="today">The business date.</param>
    /// <param name="under">What holds around the unit.</param>
    public DetectorSignal? Settle(DateOnly today, DetectorTerms under)
    {
        ArgumentNullException.ThrowIfNull(under);
        return SettleIfDue(today.DayNumber, under);
    }

    /// <summary>
    /// A newly published baseline: the unit with the basics that did not change as they were, and a new segment for those that did and for the
    /// share of interactions with all basics met, which is another share now. Nobody is flagged because the bar was raised: what begins anew
    /// first teaches the usual level (<see cref="LearningOfRate"/> interactions, <see cref="LearningOfBasic"/> of a basic) before it is watched.
    /// A flag that is not settled keeps its provisional label.
    /// </summary>
    /// <param name="from">For every bit of the new baseline the bit of the same, unchanged basic before, or −1 for a new or changed one.</param>
    /// <returns>A detector of the new baseline's bits. The same basics in another order are no new segment.</returns>
    /// <exception cref="ArgumentException">A bit before that does not exist or is named twice.</exception>
    public ChangeDetector StartSegment(ReadOnlySpan<int> from)
    {
        var seen = 0L;
        foreach (var j in from)
        {
            if (j < -1 || j >= Usual.Basics || (j >= 0 && (seen >> j & 1) != 0)) throw new ArgumentException($"There is no single basic {j}.", nameof(from));
            if (j >= 0) seen |= 1L << j;
        }

        var same = seen == (1L << Usual.Basics) - 1 && from.Length == Usual.Basics;
        var next = new ChangeDetector(Usual.Segment(from, rateGoesOn: same)) { day = day, lastTicks = lastTicks };
        for (var j = 0; j < from.Length; j++)
        {
            if (from[j] < 0)
            {
                next.basicLearning[j] = LearningOfBasic;
                continue;
            }

            next.basicLearning[j] = basicLearning[from[j]];
            next.basicSums[j] = basicSums[from[j]];
            next.starts[StartOfBasics + j] = starts[StartOfBasics + from[j]];
        }

        if (!same)
        {
            next.learning = LearningOfRate;
            return next;
        }

        (next.Interactions, next.learning, next.dayInteractions, next.dayMissed) = (Interactions, learning, dayInteractions, dayMissed);
        dayExpected.CopyTo(next.dayExpected, 0);
        sums.CopyTo(next.sums, 0);
        spread.CopyTo(next.spread, 0);
        Array.Copy(starts, next.starts, StartOfBasics);
        next.open = open is { Label.Basic: { } basic } ? open with { Label = open.Label with { Basic = from.IndexOf(basic) } } : open;
        return next;
    }

    /// <summary>
    /// A recorded decision that the process changed: everything begins anew and is watched when it has taught the usual level, as in <see cref="StartSegment"/>.
    /// </summary>
    public ChangeDetector Rebase()
    {
        Span<int> from = stackalloc int[Usual.Basics];
        from.Fill(-1);
        return StartSegment(from);
    }

    /// <summary>Everything it remembers.</summary>
    public DetectorState Save() => new()
    {
        Day = day,
        LastTicks = lastTicks,
        Interactions = Interactions,
        Learning = learning,
        BasicLearning = [.. basicLearning],
        DayInteractions = dayInteractions,
        DayMissed = dayMissed,
        DayExpected = [.. dayExpected],
        Sums = [.. sums],
        BasicSums = [.. basicSums],
        Starts = [.. starts],
        Spread = [.. spread],
        Open = open,
        UsualStart = Usual.Start,
        UsualBasicStarts = [.. Usual.BasicStarts],
        UsualDays = Usual.Days,
        UsualBasics = [.. Usual.BasicCounts],
        UsualToday = Usual.Today,
        UsualPending = Usual.Pending,
    };

    private static DetectorState Checked(DetectorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var basics = state.BasicSums.Length;
        return state.BasicLearning.Length == basics && state.Starts.Length == StartOfBasics + basics
            && state.DayExpected.Length == 5 && state.Sums.Length == 5 && state.Spread.Length == 5
            ? state
            : throw new ArgumentException("The parts of the state do not fit together.", nameof(state));
    }

    private static double WeightOfBasic(DetectorTerms terms) =>
        terms.Basics == 0 ? 0 : terms.Weights.OneBasic / BitOperations.PopCount((ulong)terms.Basics);

    private void Read(DetectorTerms under)
    {
        terms = under;
        strength = PolyaUrn.Strength(under.DayToDayVariation);
        basicWeight = WeightOfBasic(under);
        var rate = Usual.Rate(under.SiteMissRate ?? (learning >= 0 ? null : DetectorTerms.UnknownSiteRate));
        usualOdds = rate / (1 - rate) * (under.RateOffset == 0 ? 1 : Math.Exp(under.RateOffset));
        highest = UsualLevel.HighestOf(rate);
        (q, qLow, qMuchLow, qBetter, qCollapse) = Rates(usualOdds);
        var count = BitOperations.PopCount((ulong)under.Basics);
        for (var rest = under.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            if (j >= Usual.Basics) throw new ArgumentException("The terms name a basic that this detector does not know.", nameof(under));
            basicRates[j] = UsualBasicRate(j, under, count);
        }
    }

    private double UsualBasicRate(int basic, DetectorTerms under, int count)
    {
        var m = under.IsSiteBasicKnown(basic) || basicLearning[basic] < 0 ? under.UsualBasicRate(Usual, basic, count) : Usual.BasicRate(basic, null);
        return under.BasicOffsets is { } offsets && basic < offsets.Count && offsets[basic] != 0
            ? Math.Clamp(Odds.Times(m, Math.Exp(offsets[basic])), UsualLevel.LowestBasicRate, UsualLevel.HighestBasicRate)
            : m;
    }

    private (double Usual, double Low, double MuchLow, double Better, double Collapse) Rates(double odds)
    {
        var usual = Math.Clamp(odds / (1 + odds), UsualLevel.LowestRate, highest);
        return (
            usual,
            Odds.Times(usual, ExplanationWeights.LowerOdds),
            Odds.Times(usual, ExplanationWeights.MuchLowerOdds),
            Odds.Times(usual, 1 / ExplanationWeights.LowerOdds),
            Odds.Times(usual, ExplanationWeights.CollapseOdds));
    }

    // Gives how much more, or less, often than usual a miss was to be expected here, from the day so far and the case mix.
    private double Weigh(bool missed, double caseMix)
    {
        var (q0, q1, q2, q3, q4) = caseMix == 0 ? (q, qLow, qMuchLow, qBetter, qCollapse) : Rates(usualOdds * Math.Exp(caseMix));
        var usual = PolyaUrn.Predict(q0, strength, dayMissed, dayExpected[0]);
        var expected = usual / q;
        if (learning > 0)
        {
            learning--;
        }
        else
        {
            var low = PolyaUrn.Predict(q1, strength, dayMissed, dayExpected[1]);
            var muchLow = PolyaUrn.Predict(q2, strength, dayMissed, dayExpected[2]);
            var better = PolyaUrn.Predict(q3, strength, dayMissed, dayExpected[3]);
            var erratic = PolyaUrn.Predict(q0, ErraticStrength, dayMissed, dayExpected[0]);
            var collapse = PolyaUrn.Predict(q4, strength, dayMissed, dayExpected[4]);
            if (!missed) (usual, low, muchLow, better, erratic, collapse) = (1 - usual, 1 - low, 1 - muchLow, 1 - better, 1 - erratic, 1 - collapse);
            var per = 1 / usual;
            sums[Low] = (sums[Low] + 1) * low * per;
            sums[MuchLow] = (sums[MuchLow] + 1) * muchLow * per;
            sums[Better] = (sums[Better] + 1) * better * per;
            sums[Collapse] = (sums[Collapse] + 1) * collapse * per;

            // The change to erratic can only begin with a day.
            var first = dayInteractions == 0;
            if (first) sums[Erratic] += Usual.PerActiveDay;
            sums[Erratic] *= erratic * per;

            if (Follow(ref starts[StartOfLow], low * per, missed, mayBegin: true)) spread[LowSquares] = spread[LowVariance] = 0;
            Follow(ref starts[StartOfBetter], better * per, missed, mayBegin: true);
            if (Follow(ref starts[StartOfErratic], erratic * per, missed, mayBegin: first)) spread[ErraticSquares] = spread[ErraticVariance] = 0;
        }

        dayInteractions++;
        if (missed) dayMissed++;
        dayExpected[0] += q0;
        dayExpected[1] += q1;
        dayExpected[2] += q2;
        dayExpected[3] += q3;
        dayExpected[4] += q4;
        spread[DayVariance] += q0 * (1 - q0);
        return expected;
    }

    private double WeighBasics(long missed, long applicable, double expected)
    {
        var all = 0.0;
        for (var rest = terms!.Basics; rest != 0; rest &= rest - 1)
        {
            var j = BitOperations.TrailingZeroCount(rest);
            var applies = (applicable >> j & 1) != 0;
            if (basicLearning[j] > 0)
            {
                if (applies) basicLearning[j]--;
                continue;
            }

            if (!applies)
            {
                all += ++basicSums[j];
                continue;
            }

            var miss = (missed >> j & 1) != 0;

            // Odds × 8 of m: 8/(1 + 7m) for a miss, 1/(1 + 7m) for a met.
            var m = Math.Min(UsualLevel.HighestBasicRate, basicRates[j] * expected);
            var ratio = (miss ? ExplanationWeights.OneBasicOdds : 1) / (1 + (ExplanationWeights.OneBasicOdds - 1) * m);
            all += basicSums[j] = (basicSums[j] + 1) * ratio;
            Follow(ref starts[StartOfBasics + j], ratio, miss, mayBegin: true);
        }

        return all;
    }

    private double Shrink(double basics)
    {
        for (var i = 0; i < sums.Length; i++) sums[i] *= Smaller;
        for (var j = 0; j < basicSums.Length; j++) basicSums[j] *= Smaller;
        return basics * Smaller;
    }

    // True when a new start begins here.
    private bool Follow(ref ChangeStart start, double ratio, bool missed, bool mayBegin)
    {
        if (start.Ratio <= 1 && mayBegin)
        {
            start = new(ratio, day, 1, missed ? 1 : 0);
            return true;
        }

        start = start with { Ratio = Math.Min(TooLarge, start.Ratio * ratio), N = start.N + 1, K = start.K + (missed ? 1 : 0) };
        return false;
    }

    private void EndDay()
    {
        var off = dayMissed - dayExpected[0];
        spread[LowSquares] += off * off;
        spread[LowVariance] += spread[DayVariance];
        spread[ErraticSquares] += off * off;
        spread[ErraticVariance] += spread[DayVariance];
        spread[DayVariance] = 0;
    }

    private DetectorSignal? SettleIfDue(int date, DetectorTerms under)
    {
        if (open is null || date <= open.BusinessDate.DayNumber + SettlingDays) return null;
        var figures = EvidenceUnder(under);
        var label = FlagLabel.Settled(figures);
        if (!ReferenceEquals(under, terms)) Read(under);
        var settled = Describe(label, figures, under) with
        {
            Interaction = open.Interaction,
            OccurredAt = open.OccurredAt,
            BusinessDate = open.BusinessDate,
            Threshold = open.Threshold,
            ShortBaseline = open.ShortBaseline,
            IsSettled = true,
            WasLabelled = label == open.Label ? null : open.Label,
        };
        open = null;
        Array.Clear(sums);
        Array.Clear(basicSums);
        Array.Clear(starts);
        Array.Clear(spread);
        return settled;
    }

    private DetectorSignal Describe(FlagLabel label, in Evidence figures, DetectorTerms under)
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
