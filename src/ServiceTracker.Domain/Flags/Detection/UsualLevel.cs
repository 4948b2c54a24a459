using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What is usual for a unit: n interactions with K misses, and n_j, K_j of each basic, of the last 52 weeks of the segment. Only what is
/// at least eight weeks old counts, so that a slow slide does not become the usual, but the first 25 active weeks count at once: a level
/// has to come from somewhere. It grows day by day, never within a day, and forgets four weeks at a
/// time, as long as 250 interactions are left: somebody who improved a year ago is held to what they improved to. Both rates are shrunk to
/// the site's by so many pretended interactions (beta-binomial posterior mean).
/// </summary>
public sealed partial class UsualLevel
{
    /// <summary>Age in days from which an interaction counts.</summary>
    public const int AgeDays = 56;

    /// <summary>Days that count, of those old enough: 52 weeks.</summary>
    public const int WindowDays = 364;

    /// <summary>Active weeks from the start of a segment that count at once. Until they are over, flags are provisional.</summary>
    public const int FirstWeeks = 25;

    /// <summary>Interactions that are always kept, however old: a year of a few a week would be less. They do not count before their time;
    /// with 5 a week a drop would teach itself to be usual, and be found a fifth later.</summary>
    public const int FewestInteractions = 250;

    /// <summary>Weight of the site's rate, in interactions.</summary>
    public const double SiteWeight = 50;

    /// <summary>
    /// Weight of the site's rate of one basic, in interactions: about five misses of a basic that is missed in one of eighty. With less,
    /// units of many basics or few misses are flagged for the chance in their own first weeks.
    /// </summary>
    public const double SiteBasicWeight = 400;

    /// <summary>The same where the site's rate of the basic is not known, but q_site spread evenly over the basics, which are seldom all
    /// alike.</summary>
    public const double SpreadBasicWeight = 200;

    /// <summary>Lowest and highest chance of a miss; the highest does not cut what is usual for a unit, see <see cref="Moved"/>.</summary>
    public const double LowestRate = 0.005, HighestRate = 0.5;

    /// <summary>Lowest and highest chance of a miss of one basic.</summary>
    public const double LowestBasicRate = 0.002, HighestBasicRate = 0.95;

    /// <summary>Told rates of 0 and 1 are moved by so much, so that they have odds.</summary>
    internal const double NeverQuite = 1e-6;

    private const double LargestShift = 20;
    private const int None = -1;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="basics">Bits that may occur, 1 to 63.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 63 bits.</exception>
    public UsualLevel(int basics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(basics, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(basics, Expectations.Baseline.MaxExpectations);
        // A day is kept as: day number, n, K, then n_j and K_j of every basic.
        stride = 3 + 2 * basics;
        today = new int[stride];
        today[0] = None;
        pending = [];
        sums = new(basics);
        BasicWeeks = new ActiveWeeks[basics];
        BasicCounts = new long[2 * basics];
        Array.Fill(BasicWeeks, ActiveWeeks.None);
    }

    internal UsualLevel(DetectorState state)
        : this(state.BasicSums.Length)
    {
        if (state.UsualBasicWeeks.Length != Basics || state.UsualBasics.Length != 2 * Basics || state.UsualToday.Length != stride
            || state.UsualPending.Length % stride != 0)
            throw new ArgumentException("The kept counts are of another number of basics.", nameof(state));
        origin = state.UsualOrigin;
        Weeks = state.UsualWeeks;
        state.UsualBasicWeeks.CopyTo(BasicWeeks, 0);
        days = state.UsualDays;
        state.UsualBasics.CopyTo(BasicCounts, 0);
        sums = new(Basics, state.UsualSums);
        state.UsualToday.CopyTo(today, 0);
        pending = [.. state.UsualPending];
        waiting = pending.Length / stride;
    }

    /// <summary>Bits that may occur.</summary>
    public int Basics => BasicWeeks.Length;

    /// <summary>The days that count.</summary>
    public DaySums Days => days;

    /// <summary>n: interactions that count.</summary>
    public long N => Days.N;

    /// <summary>K: misses among them.</summary>
    public long K => Days.K;

    /// <summary>n̄: mean interactions of an active day; 1 before the first whole day.</summary>
    public double PerActiveDay => Days.Days == 0 ? 1 : (double)Days.N / Days.Days;

    /// <summary>Interactions that do not count yet, and misses among them: the last eight weeks of a unit with 25 active weeks
    /// behind it.</summary>
    public (long N, long K) Recent
    {
        get
        {
            var (n, k) = ((long)today[1], (long)today[2]);
            for (var i = 0; i < waiting; i++) (n, k) = (n + Slot(i)[1], k + Slot(i)[2]);
            return (n, k);
        }
    }

    /// <summary>Weeks of the segment with an interaction.</summary>
    internal ActiveWeeks Weeks { get; private set; } = ActiveWeeks.None;

    /// <summary>The same of every basic, by bit.</summary>
    internal ActiveWeeks[] BasicWeeks { get; }

    // n_j and K_j in turn.
    internal long[] BasicCounts { get; }

    /// <summary>n_j: interactions that count in which a basic was applicable.</summary>
    public long Applicable(int basic) => BasicCounts[2 * basic];

    /// <summary>K_j: misses of a basic that count.</summary>
    public long Missed(int basic) => BasicCounts[2 * basic + 1];

    /// <summary>Weeks with an interaction that are over on a date.</summary>
    public int WeeksBehind(DateOnly date) => Weeks.Before(date.DayNumber);

    /// <summary>Whether fewer than 25 of them lie behind.</summary>
    public bool IsShort(DateOnly date) => WeeksBehind(date) < FirstWeeks;

    /// <summary>(K + 50·q_site)/(n + 50), uncut; (K + ½)/(n + 1) where no site can be asked.</summary>
    public double Rate(double? siteRate) => siteRate is { } site ? (K + SiteWeight * site) / (N + SiteWeight) : (K + 0.5) / (N + 1);

    /// <summary>m_j = (K_j + w·m_site,j)/(n_j + w), at least 0.002; (K_j + ½)/(n_j + 1) where no site can be asked.</summary>
    /// <param name="basic">Its bit.</param>
    /// <param name="siteRate">m_site,j, 0 to 1; null: nobody to ask.</param>
    /// <param name="weight">w, in interactions.</param>
    public double BasicRate(int basic, double? siteRate, double weight = SiteBasicWeight) => Math.Clamp(
        siteRate is { } site
            ? (Missed(basic) + weight * site) / (Applicable(basic) + weight)
            : (Missed(basic) + 0.5) / (Applicable(basic) + 1),
        LowestBasicRate,
        HighestBasicRate);

    /// <summary>
    /// Moves a unit's rate by an offset on the logit scale and cuts it to 0.005…0.5, or up to the rate itself where that is larger: cutting
    /// the level of a unit that usually misses more than half would flag it every few weeks for being as usual.
    /// </summary>
    public static double Moved(double rate, double offset) =>
        Math.Clamp(offset == 0 ? rate : Odds.Times(rate, Factor(offset)), LowestRate, HighestOf(rate));

    /// <summary>The factor on the odds of a shift of the logit, within bounds beyond which every rate is cut anyway and no number has
    /// odds any more.</summary>
    internal static double Factor(double shift) => shift == 0 ? 1 : Math.Exp(Math.Clamp(shift, -LargestShift, LargestShift));

    /// <summary>The highest chance of a miss for a unit of this rate: 0.5, or its own rate up to 0.95.</summary>
    internal static double HighestOf(double rate) => Math.Clamp(rate, HighestRate, HighestBasicRate);
}
