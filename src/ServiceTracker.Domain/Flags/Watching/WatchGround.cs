using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>What the watch over a site is told about the organisation: its baselines, channels and recorded changes.</summary>
/// <param name="site">The site.</param>
/// <param name="baselines">Published baselines by number.</param>
/// <param name="inForceOn">The baseline in force on a business date, or null.</param>
/// <param name="channelCode">Code of a channel.</param>
/// <param name="changes">Recorded process changes of any site.</param>
/// <param name="budget">False flags a person and year that are accepted.</param>
public sealed class WatchGround(
    int site, IReadOnlyDictionary<int, Baseline> baselines, Func<DateOnly, Baseline?> inForceOn, Func<int, string> channelCode,
    IReadOnlyCollection<ProcessChange> changes, double budget = Threshold.UsualFalseFlags)
{
    private readonly Dictionary<(int From, int To), int[]?> maps = [];
    private readonly ILookup<DateOnly, ProcessChange> rebasing =
        changes.Where(c => c.Rebase && (c.SiteId == 0 || c.SiteId == site)).OrderBy(c => c.Id).ToLookup(c => c.Date);

    /// <summary>b.</summary>
    public double Budget => budget;

    /// <summary>The published baseline of a number.</summary>
    public Baseline Baseline(int number) => baselines[number];

    /// <summary>The baseline in force on a business date, or null.</summary>
    public Baseline? InForceOn(DateOnly date) => inForceOn(date);

    /// <summary>Changes that begin on a date and after which what is usual is learnt anew.</summary>
    internal IEnumerable<ProcessChange> RebasingOn(DateOnly date) => rebasing[date];

    /// <summary>Bits of a baseline that customers of a channel may count on.</summary>
    internal long BasicsOn(Baseline baseline, int channel) => baseline.ApplicableOn(channelCode(channel));

    /// <summary>For every bit of one baseline the bit of the same basic in another, or −1; null for the same baseline.</summary>
    internal int[]? Bits(int from, int to)
    {
        if (from == to) return null;
        if (maps.TryGetValue((from, to), out var known)) return known;
        var (before, after) = (baselines[from], baselines[to]);
        int[] map =
        [
            .. after.Expectations.OrderBy(e => e.Bit)
                .Select(e => before.Find(e.Code) is { } was && was.AsksTheSameAs(e) ? was.Bit : -1),
        ];
        return maps[(from, to)] = map;
    }
}
