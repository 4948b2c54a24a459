using System.Numerics;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Watches one unit (staff × channel, or a channel, site or basic with a budget of its own) and tells when it is no longer as usual.
/// </summary>
/// <remarks>
/// <para>Each explanation has a likelihood ratio ℓ of an interaction against "as usual" and a Shiryaev–Roberts sum over all possible starts
/// of the change, R ← (R + 1)·ℓ (A. N. Shiryaev, Theory of Probability and its Applications 8 (1963) 22–46; S. W. Roberts, Technometrics 8
/// (1966) 411–430). The evidence is the weighted sum T = Σ w·R, and a flag is raised at T ≥ A. The sums know nothing of who or which basic
/// it is: relabelling people or basics relabels the flags, and improvement is watched by the same arithmetic as decline.</para>
/// <para>The mean time between false flags is at least A (<see cref="Threshold"/>), and among all procedures with that property the
/// Shiryaev–Roberts one has asymptotically the smallest delay (M. Pollak, Annals of Statistics 13 (1985) 206–227). That a weighted sum of
/// such sums keeps the guarantee is what J. Shin, A. Ramdas and A. Rinaldo call an e-detector (2022).</para>
/// <para>One observation is some tens of multiplications and no allocation unless a flag is raised or settled.</para>
/// </remarks>
public sealed partial class ChangeDetector
{
    /// <summary>
    /// Days after the flag that are still part of its five business days, whichever days of the week a business opens: the label is settled
    /// from the day after them on.
    /// </summary>
    public const int SettlingDays = 7;

    /// <summary>Interactions by which a segment, the first included, teaches the usual share with all basics met before it is watched,
    /// where colleagues cannot tell it.</summary>
    public const int LearningOfRate = 100;

    /// <summary>The same for a basic.</summary>
    public const int LearningOfBasic = 200;

    // While a label settles sums may run on without end. Beyond this all of them are made smaller by the same factor: their shares, by
    // which the label is chosen, stay, and what is left is still far above any threshold.
    private const double TooLarge = 1e200, Smaller = 1e-100;

    // What a basic keeps of the day: its misses, and those expected as usual and where it slips.
    private const int InDay = 3, BasicMissed = 0, BasicUsual = 1, BasicSlips = 2;

    private static readonly double OneBasicOdds = Explanation.OneBasic.Odds;

    private readonly int[] basicLearning;

    // By place in the table, see Places.
    private readonly double[] sums = new double[Places.Width], dayExpected = new double[Places.Width];
    private readonly double[] weights = new double[Places.Width], rates = new double[Places.Width], strengths = new double[Places.Width];
    private readonly double[] ofCaseMix = new double[Places.Width], ratios = new double[Places.Width];
    private readonly double[] spread = new double[2 * Places.Starts + 1];
    private readonly double[] basicSums, basicRates, basicStrengths, basicDay;
    private readonly ChangeStart[] starts;
    private int day = -1, dayInteractions, dayMissed, learning = LearningOfRate;
    private long lastTicks, newBasics;
    private DetectorSignal? open;

    // What the terms and the usual level of the day amount to.
    private DetectorTerms? terms;
    private bool watched, weighed;
    private long weighedBasics;
    private double usualOdds, strength, dayUsual, q, highest;

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="basics">Bits that may occur, 1 to 63.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 63 bits.</exception>
    public ChangeDetector(int basics)
        : this(new UsualLevel(basics))
    {
    }

    private ChangeDetector(UsualLevel usual)
    {
        Usual = usual;
        basicLearning = new int[usual.Basics];
        Array.Fill(basicLearning, LearningOfBasic);
        basicSums = new double[usual.Basics];
        basicRates = new double[usual.Basics];
        basicStrengths = new double[usual.Basics];
        basicDay = new double[InDay * usual.Basics];
        starts = new ChangeStart[Places.Starts + usual.Basics];
    }

    /// <summary>What is usual for the unit.</summary>
    public UsualLevel Usual { get; private set; }

    /// <summary>Scored interactions since the start of the segment.</summary>
    public long Interactions { get; private set; }

    /// <summary>The flag whose label is not settled yet.</summary>
    public DetectorSignal? Open => open;

    /// <summary>Business date of the last interaction; null before the first.</summary>
    public DateOnly? LastDate => day < 0 ? null : DateOnly.FromDayNumber(day);

    /// <summary>Takes the next interaction of the unit. Unscored ones change nothing.</summary>
    /// <param name="observation">Not before the last one, by business date and then instant.</param>
    /// <param name="under">What holds around the unit. The same object as last time saves the work of reading it.</param>
    /// <returns>What is to be told, nothing as a rule.</returns>
    /// <exception cref="ArgumentException">The observation comes before the last one (a late entry is replayed), or it or the terms have
    /// bits that the detector does not know; the detector is as it was then.</exception>
    public DetectorStep Advance(in DetectorObservation observation, DetectorTerms under)
    {
        ArgumentNullException.ThrowIfNull(under);
        if (!observation.IsScored) return default;
        Check(observation, under);
        var date = observation.BusinessDate.DayNumber;
        var settled = date != day || !Usual.HasToday ? SettleIfDue(date, under) : null;
        var evidence = Accumulate(observation, under, null);
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

    /// <summary>What the unit's own usual level lets expect of an interaction of its usual mix, before any shift that colleagues tell: what
    /// its misses are held against when it is one of the colleagues (<see cref="ColleagueCount"/>).</summary>
    /// <param name="under">What holds around the unit.</param>
    /// <returns>Chance of any miss, then of a miss of every basic by bit; 0 for a basic that the terms do not name.</returns>
    public (double Any, double[] Basics) UsualRates(DetectorTerms under)
    {
        ArgumentNullException.ThrowIfNull(under);
        var basics = new double[Usual.Basics];
        var count = BitOperations.PopCount((ulong)under.Basics);
        for (var j = 0; j < basics.Length; j++)
            if ((under.Basics >> j & 1) != 0) basics[j] = UnmovedBasicRate(j, under, count);
        return (UsualLevel.Moved(Usual.Rate(under.SiteMissRate), 0), basics);
    }

    /// <summary>Refuses what would have to be replayed, and bits that the detector does not know.</summary>
    internal void Check(in DetectorObservation observation, DetectorTerms under)
    {
        var date = observation.BusinessDate.DayNumber;
        if (date < day || (date == day && observation.OccurredAt.Ticks < lastTicks))
            throw new ArgumentException("It comes before the last interaction: replay from there.", nameof(observation));
        if (observation.Applicable >> Usual.Basics != 0)
            throw new ArgumentException("A basic that this detector does not know.", nameof(observation));
        if (under.Basics >> Usual.Basics != 0)
            throw new ArgumentException("The terms name a basic that this detector does not know.", nameof(under));
    }

    /// <summary>Settles the label of the last flag if its five business days are over, without waiting for the unit's next
    /// interaction.</summary>
    /// <param name="today">The business date.</param>
    /// <param name="under">What holds around the unit.</param>
    public DetectorSignal? Settle(DateOnly today, DetectorTerms under)
    {
        ArgumentNullException.ThrowIfNull(under);
        return SettleIfDue(today.DayNumber, under);
    }
}
