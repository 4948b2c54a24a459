namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// The days of a unit from which its colleagues' rates and the normal variation from day to day follow: those of the last half year to a
/// year. A level that changed, for the better as well, would else be told as variation for ever: after everybody's 0.80 → 0.90 a drop back
/// of one person is found after 95 interactions where all days count, and after 86 where these do.
/// </summary>
/// <remarks>Two blocks are kept, so that nothing has to be taken out of a sum: when one is full the one before it goes.</remarks>
public sealed class RecentDays
{
    /// <summary>Weeks after which a block is full.</summary>
    public const int BlockWeeks = 26;

    /// <summary>Interactions that a full block has at least: five people who have as many tell the variation of their channel
    /// (<see cref="DayToDayVariation.FewestInteractions"/>), and somebody of few a week keeps days for longer.</summary>
    public const long BlockInteractions = 1_000;

    private Block now, before;
    private int weeks;

    /// <summary>No day yet.</summary>
    /// <param name="basics">Bits that may occur.</param>
    public RecentDays(int basics) => (now, before) = (new(default, new DaySums[basics]), new(default, new DaySums[basics]));

    /// <summary>Goes on from what was kept.</summary>
    public RecentDays(RecentDaysState kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        (now, before, weeks) = (new(kept.Any, [.. kept.Basics]), new(kept.AnyBefore, [.. kept.BasicsBefore]), kept.Weeks);
    }

    /// <summary>Days with anything scored, and their misses of any basic.</summary>
    public DaySums Any => now.Any.Plus(before.Any);

    /// <summary>Days on which a basic applied, and its misses.</summary>
    /// <param name="basic">Its bit.</param>
    public DaySums Of(int basic) => now.Basics[basic].Plus(before.Basics[basic]);

    /// <summary>Adds a day of n interactions with k in which any basic was missed.</summary>
    public void Add(long n, long k) => now = now with { Any = now.Any.Plus(n, k) };

    /// <summary>Adds a day of n interactions to which a basic applied and k in which it was missed.</summary>
    public void Add(int basic, long n, long k) => now.Basics[basic] = now.Basics[basic].Plus(n, k);

    /// <summary>Ends a week, whether or not there was anything in it.</summary>
    public void EndWeek()
    {
        weeks++;
        if (weeks < BlockWeeks || now.Any.N < BlockInteractions) return;
        (before, now, weeks) = (now, new(default, new DaySums[now.Basics.Length]), 0);
    }

    /// <summary>A new segment: basics that go on keep what is theirs.</summary>
    /// <param name="from">For every bit the bit it had before, or −1.</param>
    /// <param name="rateGoesOn">Whether the share with any miss is still the same share.</param>
    public void StartSegment(int[] from, bool rateGoesOn) =>
        (now, before) = (now.Segment(from, rateGoesOn), before.Segment(from, rateGoesOn));

    /// <summary>What is kept of it.</summary>
    public RecentDaysState Save() => new(now.Any, [.. now.Basics], before.Any, [.. before.Basics], weeks);

    private readonly record struct Block(DaySums Any, DaySums[] Basics)
    {
        public Block Segment(int[] from, bool rateGoesOn)
        {
            var basics = Basics;
            return new(rateGoesOn ? Any : default, [.. from.Select(j => j < 0 ? default : basics[j])]);
        }
    }
}
