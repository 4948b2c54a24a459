using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>
/// The watch over a site: a detector for each person over all channels, and one over the site with its channels as its units. State =
/// f(business days in order): whoever takes the same days gets the same, however the interactions came, on any server.
/// </summary>
/// <remarks>
/// Every calendar day from the first one on is taken, with interactions or without. What a person is told for a day is known before it
/// begins: colleagues' rates, normal variation, case mix and threshold once a week, what colleagues show now up to yesterday. So the order
/// in which people are looked at within a day does not matter, and a late entry is answered by taking the days again from the last kept one
/// before it. A person who works at two sites is watched at each of them, as part of it.
/// </remarks>
public sealed partial class SiteWatch
{
    /// <summary>The site as a whole, among people.</summary>
    public const int Everybody = 0;

    private readonly SortedDictionary<int, PersonWatch> people = [];
    private readonly Dictionary<int, ColleaguesNow> now = [];
    private readonly Dictionary<int, Dictionary<(int Reason, int Hour), MissCount>> mixes = [];
    private readonly Dictionary<int, ChannelCounts> counted = [];
    private readonly Dictionary<int, OpenDay> looks = [];
    private DateOnly? opened;

    /// <summary>A watch that has seen nothing.</summary>
    public SiteWatch()
    {
    }

    /// <summary>A watch that goes on from what was kept at the end of a day.</summary>
    /// <param name="through">That day.</param>
    /// <param name="kept">What <see cref="Save"/> gave.</param>
    public SiteWatch(DateOnly through, IEnumerable<(int StaffId, byte[] Packed)> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        Through = through;
        foreach (var (id, packed) in kept) people.Add(id, PersonWatch.Restore(id, packed));
    }

    /// <summary>The last day that is over and taken; null before the first.</summary>
    public DateOnly? Through { get; private set; }

    /// <summary>How many people are watched.</summary>
    public int People => people.Count(p => p.Key != Everybody);

    /// <summary>Everything that is remembered, by person; only between days.</summary>
    public IEnumerable<(int StaffId, byte[] Packed)> Save() => people.Select(p => (p.Key, p.Value.Save()));

    /// <summary>The units with a scored interaction on a day or later, each person and the site over all channels (0) as well.</summary>
    public IEnumerable<(int StaffId, int ChannelId, UnitFigures Figures)> UnitsSince(DateOnly date)
    {
        foreach (var (id, person) in people)
        {
            var channels = person.Records.Where(r => r.Value.LastDay >= date.DayNumber).Select(r => r.Key).ToList();
            if (channels.Count == 0 || Through is not { } last) continue;
            yield return (id, 0, UnitFigures.Of(person.Detector.Joint, last, WeeksOf(person).Count(w => w > 0)));
            foreach (var channel in channels)
            {
                var weeks = person.Records[channel].Weeks.Count(w => w > 0);
                yield return (id, channel, UnitFigures.Of(person.Detector.Of(channel)!, last, weeks));
            }
        }
    }

    /// <summary>Begins a day: weeks end, labels settle, new baselines and recorded changes take effect.</summary>
    /// <param name="date">The day after the last one taken, or any day for a watch that has seen nothing; the same again does
    /// nothing.</param>
    /// <param name="ground">The organisation.</param>
    /// <returns>Signals whose labels are settled now.</returns>
    public IReadOnlyList<WatchedSignal> Open(DateOnly date, WatchGround ground)
    {
        ArgumentNullException.ThrowIfNull(ground);
        if (opened == date) return [];
        if (opened is not null || Through is { } last && date != last.AddDays(1))
            throw new ArgumentException("Days are taken one after the other.", nameof(date));
        opened = date;
        now.Clear();
        mixes.Clear();
        counted.Clear();
        looks.Clear();
        var told = new List<WatchedSignal>();
        var endsWeek = Through is { } before && IsoWeek.Of(before) != IsoWeek.Of(date);
        if (ground.InForceOn(date) is { } baseline) StartSegments(baseline, ground);
        foreach (var change in ground.RebasingOn(date)) Rebase(change, ground);
        foreach (var person in people.Values)
        {
            if (endsWeek) foreach (var record in person.Records.Values) record.EndWeek();
            if (person.Settle(date) is { } settled)
                told.Add(new(person.Id, settled.Unit ?? person.OnlyChannel([]), settled.Signal, person.Baseline, date));
        }

        return told;
    }

    /// <summary>Looks at the interactions of the day that is open, as far as they are known; nothing is remembered of it but what saves
    /// work when it is looked at again.</summary>
    /// <param name="interactions">In any order.</param>
    /// <param name="ground">The organisation, the same at each look.</param>
    public IReadOnlyList<WatchedSignal> Preview(IReadOnlyCollection<WatchedInteraction> interactions, WatchGround ground)
    {
        var told = new List<WatchedSignal>();
        foreach (var (id, own, baseline) in DaysOf(interactions, ground))
        {
            if (!looks.TryGetValue(id, out var look) || !look.GoesOn(own))
            {
                var day = new PersonDay(this, WatchOf(id, baseline), OpenDate(), baseline, ground);
                looks[id] = look = new OpenDay(day, own.Select(i => i.ChannelId));
            }

            told.AddRange(look.Look(own));
        }

        return told;
    }

    /// <summary>Takes the day that is open, which is over.</summary>
    /// <param name="interactions">All of its interactions, in any order.</param>
    /// <param name="ground">The organisation.</param>
    public IReadOnlyList<WatchedSignal> Close(IReadOnlyCollection<WatchedInteraction> interactions, WatchGround ground)
    {
        var (date, told, days) = (OpenDate(), new List<WatchedSignal>(), new List<PersonDay>());
        looks.Clear();
        foreach (var (id, own, baseline) in DaysOf(interactions, ground))
        {
            if (days.Count == 0) trial?.Begin(date, people.GetValueOrDefault(trial.StaffId), baseline.Number, ground);
            var person = WatchOf(id, baseline);
            var day = new PersonDay(this, person, date, baseline, ground);
            day.Begin(own.Select(i => i.ChannelId));
            day.Take(own, person.Detector, remember: true);
            told.AddRange(day.Told);
            days.Add(day);
        }

        // When everybody has been looked at: what is told to one does not depend on another's day.
        foreach (var day in days) people[day.Id] = day.End();
        if (trial is not null) days.ForEach(day => trial.End(date, day));
        (Through, opened) = (date, null);
        return told;
    }

    private DateOnly OpenDate() => opened ?? throw new InvalidOperationException("No day is open.");

    private void StartSegments(Baseline baseline, WatchGround ground)
    {
        foreach (var person in people.Values)
        {
            if (person.Baseline == baseline.Number) continue;
            if (ground.Bits(person.Baseline, baseline.Number) is { } from) person.StartSegment(from);
            person.Baseline = baseline.Number;
        }
    }

    // What is usual begins anew for whoever works there: for a channel alone it would go on for the person's other channels, but the
    // detector of all of them together has to begin anew as well.
    private void Rebase(ProcessChange change, WatchGround ground)
    {
        foreach (var person in people.Values)
        {
            if (change.ChannelId is { } channel && !person.Records.ContainsKey(channel)) continue;
            var basics = ground.Baseline(person.Baseline).Expectations.OrderBy(e => e.Bit).ToList();
            person.StartSegment([.. basics.Select(e => change.Expectation is null || e.Code == change.Expectation ? -1 : e.Bit)]);
        }
    }

    // Each person's interactions of the open day in order, and everybody's last; none where no baseline is in force.
    private IEnumerable<(int Id, WatchedInteraction[] Own, Baseline Baseline)> DaysOf(
        IReadOnlyCollection<WatchedInteraction> interactions, WatchGround ground)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(ground);
        if (ground.InForceOn(OpenDate()) is not { } baseline || interactions.Count == 0) yield break;
        var ordered = interactions.ToArray();
        Array.Sort(ordered, WatchedInteraction.Compare);
        foreach (var group in ordered.Where(i => i.StaffId != Everybody).GroupBy(i => i.StaffId).OrderBy(g => g.Key))
            yield return (group.Key, [.. group], baseline);
        yield return (Everybody, leftOut.Count == 0 ? ordered : Array.FindAll(ordered, i => !leftOut.Contains(i.StaffId)), baseline);
    }

    private PersonWatch WatchOf(int id, Baseline baseline) => people.TryGetValue(id, out var person) ? person
        : new PersonWatch(id, baseline.Expectations.Count) { Baseline = baseline.Number };
}
