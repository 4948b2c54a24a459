using System.Globalization;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Rollups;

namespace ServiceTracker.Application.Figures;

/// <summary>A person's weeks at one site, and of the others there as much as <see cref="FiguresOfOthers"/> shows.</summary>
/// <remarks>
/// A part of a week that is shown is cut further only by what is fixed for that week, and then both pieces have to be large enough: whoever
/// subtracts one from the whole learns of at least <see cref="FiguresOfOthers.MinimumPeople"/> people again.
/// </remarks>
internal sealed class PersonBesideOthers
{
    // A channel of a week that is shown and on which the person served in any of the weeks, with the lines of each person there.
    private readonly List<(DateOnly Week, int Channel, List<(int Person, List<StaffWeek> Lines, long Known)> People)> parts = [];

    private readonly int person;

    /// <param name="person">The person's number.</param>
    /// <param name="lines">Every line of these weeks at the site.</param>
    /// <param name="shown">The weeks that are shown, each with its channels.</param>
    /// <param name="known">Interactions of others that the asker can read one by one.</param>
    public PersonBesideOthers(
        int person, IReadOnlyList<StaffWeek> lines, IReadOnlyDictionary<(int Site, DateOnly Week), IReadOnlySet<int>> shown,
        IReadOnlyDictionary<(int Site, DateOnly Week, int Channel, int Person), long> known)
    {
        this.person = person;
        Own = [.. lines.Where(l => l.StaffId == person)];
        var channels = Own.Select(l => l.ChannelId).ToHashSet();
        foreach (var part in lines.Where(l => l.StaffId != 0 && channels.Contains(l.ChannelId))
            .GroupBy(l => (l.SiteId, l.WeekStart, l.ChannelId)))
        {
            var (site, week, channel) = part.Key;
            if (!shown.TryGetValue((site, week), out var told) || !told.Contains(channel)) continue;
            parts.Add((week, channel,
            [
                .. part.GroupBy(l => l.StaffId)
                    .Select(p => (p.Key, p.ToList(), known.GetValueOrDefault((site, week, channel, p.Key)))),
            ]));
        }
    }

    /// <summary>Counts something in a line.</summary>
    /// <returns>Met of so many to which it applied.</returns>
    public delegate (long Met, long N) Count(StaffWeek line);

    /// <summary>The person's own lines, whatever is shown of the others.</summary>
    public IReadOnlyList<StaffWeek> Own { get; }

    /// <summary>Channel by channel and week by week, where the others are shown.</summary>
    /// <param name="count">What is compared.</param>
    /// <param name="isAmong">Which of the others, week by week; null for all.</param>
    public IReadOnlyList<BesideCell> Cells(Count count, Func<int, DateOnly, bool>? isAmong = null)
    {
        var cells = new List<BesideCell>();
        foreach (var (week, channel, people) in parts)
        {
            (long Met, long N) own = default, theirs = default;
            var (among, rest) = (new Behind(), new Behind());
            foreach (var (who, lines, known) in people)
            {
                var (met, n) = (0L, 0L);
                foreach (var line in lines)
                {
                    var counted = count(line);
                    (met, n) = (met + counted.Met, n + counted.N);
                }

                if (who == person)
                {
                    own = (met, n);
                }
                else if (isAmong is null || isAmong(who, week))
                {
                    among.Add(n, known);
                    theirs = (theirs.Met + met, theirs.N + n);
                }
                else
                {
                    rest.Add(n, known);
                }
            }

            if (!among.IsEnough || (rest.Any && !rest.IsEnough)) continue;
            cells.Add(new BesideCell(
                channel.ToString(CultureInfo.InvariantCulture), week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), own.Met, own.N,
                theirs.Met, theirs.N));
        }

        return cells;
    }

    /// <summary>All basics together.</summary>
    public static (long Met, long N) AllBasics(StaffWeek line)
    {
        var (n, k) = line.Rate(Viewpoint.Person);
        return (k, n);
    }

    /// <summary>The people behind a sum, and what of it the asker does not know yet.</summary>
    private sealed class Behind
    {
        private long interactions;
        private int people;

        public bool Any { get; private set; }

        public bool IsEnough => people >= FiguresOfOthers.MinimumPeople && interactions >= MinimumSample.Default;

        public void Add(long n, long known)
        {
            Any |= n > 0;
            if (n <= known) return;
            people++;
            interactions += n - known;
        }
    }
}
