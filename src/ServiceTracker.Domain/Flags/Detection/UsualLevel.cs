using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What is usual for a unit: n interactions with K misses, and n_j, K_j of each basic, counted since the start of the segment. Only what is
/// at least eight weeks old counts, so that a slow slide does not become the usual, but the first 25 weeks always do: a level has to come
/// from somewhere. It grows day by day, never within a day. Both rates are shrunk to the site's by so many pretended interactions
/// (beta-binomial posterior mean).
/// </summary>
public sealed class UsualLevel
{
    /// <summary>Age in days from which an interaction counts.</summary>
    public const int AgeDays = 56;

    /// <summary>Days from the start of a segment that count at once: 25 weeks. Until they are over, flags are provisional.</summary>
    public const int FirstDays = 175;

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
    private readonly int stride;
    private readonly int[] today;
    private int[] pending;
    private int head, waiting;

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
        BasicStarts = new int[basics];
        BasicCounts = new long[2 * basics];
        Array.Fill(BasicStarts, None);
    }

    internal UsualLevel(int basics, int start, int[] basicStarts, DaySums days, long[] basicCounts, int[] today, int[] pending)
        : this(basics)
    {
        if (basicStarts.Length != basics || basicCounts.Length != 2 * basics || today.Length != stride || pending.Length % stride != 0)
            throw new ArgumentException("The kept counts are of another number of basics.", nameof(basics));
        Start = start;
        basicStarts.CopyTo(BasicStarts, 0);
        Days = days;
        basicCounts.CopyTo(BasicCounts, 0);
        today.CopyTo(this.today, 0);
        this.pending = [.. pending];
        waiting = pending.Length / stride;
    }

    /// <summary>Bits that may occur.</summary>
    public int Basics => BasicStarts.Length;

    /// <summary>The days that count.</summary>
    public DaySums Days { get; private set; }

    /// <summary>n: interactions that count.</summary>
    public long N => Days.N;

    /// <summary>K: misses among them.</summary>
    public long K => Days.K;

    /// <summary>n̄: mean interactions of an active day; 1 before the first whole day.</summary>
    public double PerActiveDay => Days.Days == 0 ? 1 : (double)Days.N / Days.Days;

    /// <summary>Interactions that are too young to count, and misses among them: the last eight weeks of a unit that is older than
    /// 25.</summary>
    public (long N, long K) Recent
    {
        get
        {
            var (n, k) = ((long)today[1], (long)today[2]);
            for (var i = 0; i < waiting; i++) (n, k) = (n + Slot(i)[1], k + Slot(i)[2]);
            return (n, k);
        }
    }

    /// <summary>Day number of the segment's first interaction; negative before it.</summary>
    internal int Start { get; private set; } = None;

    internal int[] BasicStarts { get; }

    // n_j and K_j in turn.
    internal long[] BasicCounts { get; }

    internal bool HasToday => today[0] != None;

    internal int[] Today => [.. today];

    internal int[] Pending
    {
        get
        {
            var days = new int[waiting * stride];
            for (var i = 0; i < waiting; i++) Slot(i).CopyTo(days.AsSpan(i * stride));
            return days;
        }
    }

    /// <summary>n_j: interactions that count in which a basic was applicable.</summary>
    public long Applicable(int basic) => BasicCounts[2 * basic];

    /// <summary>K_j: misses of a basic that count.</summary>
    public long Missed(int basic) => BasicCounts[2 * basic + 1];

    /// <summary>Whether fewer than 25 weeks lie behind the start of the segment.</summary>
    public bool IsShort(DateOnly date) => Start == None || date.DayNumber - Start < FirstDays;

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

    /// <summary>Counts an interaction of the current day; it enters the level at the earliest tomorrow.</summary>
    internal void Count(long missed, long applicable)
    {
        today[1]++;
        if ((missed & applicable) != 0) today[2]++;
        for (var rest = applicable; rest != 0; rest &= rest - 1)
        {
            var j = System.Numerics.BitOperations.TrailingZeroCount(rest);
            today[3 + 2 * j]++;
            today[4 + 2 * j] += (int)(missed >> j) & 1;
        }
    }

    /// <summary>Begins a day: the days before it that are old enough begin to count.</summary>
    internal void Begin(int day, long applicable)
    {
        Close();
        today[0] = day;
        if (Start == None) Start = day;
        while (waiting > 0 && Slot(0)[0] <= day - AgeDays)
        {
            Enter(Slot(0), first: false);
            head = (head + 1) % (pending.Length / stride);
            waiting--;
        }

        Seen(applicable);
    }

    /// <summary>A basic's segment begins with the first interaction to which it applies.</summary>
    internal void Seen(long applicable)
    {
        for (var rest = applicable; rest != 0; rest &= rest - 1)
        {
            ref var start = ref BasicStarts[System.Numerics.BitOperations.TrailingZeroCount(rest)];
            if (start == None) start = today[0];
        }
    }

    /// <summary>A new segment: basics keep what is theirs.</summary>
    /// <param name="from">For every bit the bit it had before, or −1 where the basic begins anew.</param>
    /// <param name="rateGoesOn">Whether the share with any miss is still the same share.</param>
    internal UsualLevel Segment(ReadOnlySpan<int> from, bool rateGoesOn)
    {
        if (!rateGoesOn) Close();
        var next = new UsualLevel(from.Length);
        if (rateGoesOn) (next.Start, next.Days) = (Start, Days);
        for (var j = 0; j < from.Length; j++)
        {
            if (from[j] < 0) continue;
            next.BasicStarts[j] = BasicStarts[from[j]];
            next.BasicCounts[2 * j] = Applicable(from[j]);
            next.BasicCounts[2 * j + 1] = Missed(from[j]);
        }

        Translate(today, next.today, from, rateGoesOn);
        next.pending = new int[waiting * next.stride];
        next.waiting = waiting;
        for (var i = 0; i < waiting; i++) Translate(Slot(i), next.Slot(i), from, rateGoesOn);
        return next;
    }

    // Days on their way to the level stay so for the basics that go on; as misses of the rate they belong to the old segment.
    private static void Translate(ReadOnlySpan<int> old, Span<int> day, ReadOnlySpan<int> from, bool rateGoesOn)
    {
        day[0] = old[0];
        if (rateGoesOn) (day[1], day[2]) = (old[1], old[2]);
        for (var j = 0; j < from.Length; j++)
            if (from[j] >= 0) old.Slice(3 + 2 * from[j], 2).CopyTo(day[(3 + 2 * j)..]);
    }

    private void Close()
    {
        if (today[1] > 0)
        {
            Enter(today, first: true);
            if (!AllFirst(today[0])) Wait();
        }

        Array.Clear(today);
        today[0] = None;
    }

    private bool AllFirst(int day)
    {
        if (day - Start >= FirstDays) return false;
        foreach (var start in BasicStarts)
            if (start != None && day - start >= FirstDays) return false;
        return true;
    }

    // What lies in the first 25 weeks enters when its day is over, the rest when it is old enough.
    private void Enter(ReadOnlySpan<int> day, bool first)
    {
        if (day[1] > 0 && Start != None && day[0] - Start < FirstDays == first) Days = Days.Plus(day[1], day[2]);
        for (var j = 0; j < BasicStarts.Length; j++)
        {
            if (day[3 + 2 * j] == 0 || BasicStarts[j] == None || day[0] - BasicStarts[j] < FirstDays != first) continue;
            BasicCounts[2 * j] += day[3 + 2 * j];
            BasicCounts[2 * j + 1] += day[4 + 2 * j];
        }
    }

    private void Wait()
    {
        if ((waiting + 1) * stride > pending.Length)
        {
            var larger = new int[Math.Max(8 * stride, 2 * pending.Length)];
            for (var i = 0; i < waiting; i++) Slot(i).CopyTo(larger.AsSpan(i * stride));
            (pending, head) = (larger, 0);
        }

        today.CopyTo(Slot(waiting++));
    }

    private Span<int> Slot(int index) => pending.AsSpan((head + index) % (pending.Length / stride) * stride, stride);
}
