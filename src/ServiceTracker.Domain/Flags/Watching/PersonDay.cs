using System.Numerics;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>A business day of a person, or of the site as a whole.</summary>
internal sealed class PersonDay(SiteWatch site, PersonWatch person, DateOnly date, Baseline baseline, WatchGround ground)
{
    private readonly Viewpoint viewpoint = person.Id == SiteWatch.Everybody ? Viewpoint.Process : Viewpoint.Person;
    private readonly SortedDictionary<int, (UnitTerms OfWeek, DetectorTerms Today)> told = [];
    private readonly SortedDictionary<int, List<(DetectorObservation Seen, int Reason, int Hour)>> seen = [];
    private DetectorTerms? whole, judging;

    /// <summary>What was told, in order.</summary>
    public List<WatchedSignal> Told { get; } = [];

    /// <summary>The detector after the day.</summary>
    public PersonDetector Detector { get; private set; } = person.Detector;

    /// <summary>The person.</summary>
    public int Id => person.Id;

    /// <summary>Whether something is known of a channel on this day.</summary>
    public bool Knows(int channel) => told.ContainsKey(channel);

    /// <summary>Tells what holds on the channels of the day, before its first interaction is taken.</summary>
    public void Begin(IEnumerable<int> channels)
    {
        foreach (var channel in channels.Distinct().Order())
        {
            var terms = site.TermsOf(person, channel, baseline, ground);
            var shift = site.ShiftOf(person, channel, baseline.Expectations.Count);
            told.Add(channel, (terms, shift is null ? terms.Terms : terms.Terms.Expecting(shift)));
            seen.Add(channel, []);
        }

        whole = site.WholeOf(person, told.Keys, baseline, ground);
        judging = site.WithoutLeftOut(whole, person);
    }

    /// <summary>Takes interactions of the day.</summary>
    /// <param name="own">In order, after those taken before; of the channels that the day began with.</param>
    /// <param name="detector">The person's own, or a copy where nothing is to be remembered.</param>
    /// <param name="remember">Whether the day is over, and <see cref="End"/> will want to know what there was.</param>
    public void Take(ReadOnlySpan<WatchedInteraction> own, PersonDetector detector, bool remember)
    {
        Detector = detector;
        foreach (var i in own)
        {
            var (ofWeek, today) = told[i.ChannelId];
            var mix = ofWeek.Mix?.For(UnitRecord.ReasonKey(i.ReasonId ?? 0), i.Hour) ?? 0;
            var observation = i.For(
                date, viewpoint, ground.Baseline(i.Baseline).AllBits, ground.Bits(i.Baseline, baseline.Number), mix);
            if (!observation.IsScored) continue;
            if (remember) seen[i.ChannelId].Add((observation, i.ReasonId ?? 0, i.Hour));
            Tell(i, observation, detector.Advance(i.ChannelId, observation, today, judging!));
        }
    }

    /// <summary>What the day showed by channel, as colleagues count it; when it is over.</summary>
    public IEnumerable<(int Channel, MissCount[] Counts)> Shown() =>
        seen.Where(s => s.Value.Count > 0).Select(s => (s.Key, person.Records[s.Key].LastShown));

    /// <summary>Takes the day again with another detector.</summary>
    /// <param name="detector">As it stood before the day.</param>
    /// <param name="shift">What colleagues are taken to show on a channel; null: what was told.</param>
    /// <returns>The signal that it raises, if any.</returns>
    public PersonSignal? RunAgain(PersonDetector detector, Func<int, DateOnly, ColleagueShift?> shift)
    {
        var terms = told.ToDictionary(
            t => t.Key, t => shift(t.Key, date) is { } shown ? t.Value.OfWeek.Terms.Expecting(shown) : t.Value.Today);
        foreach (var (channel, observation) in seen.SelectMany(s => s.Value.Select(o => (s.Key, o.Seen)))
            .OrderBy(o => o.Seen.OccurredAt).ThenBy(o => o.Seen.Interaction))
            if (detector.Advance(channel, observation, terms[channel], whole!).Raised is { } raised) return raised;
        return null;
    }

    /// <summary>Remembers the day.</summary>
    /// <returns>The person with it.</returns>
    public PersonWatch End()
    {
        (person.Whole, person.WholeWeek) = (whole, IsoWeek.Of(date).Monday.DayNumber);
        foreach (var (channel, (ofWeek, today)) in told)
        {
            person.Units[channel] = ofWeek;
            if (seen[channel].Count > 0) person.RecordOf(channel).EndDay(date, seen[channel], Detector.Of(channel)!.UsualRates(today));
        }

        return person;
    }

    private void Tell(in WatchedInteraction i, in DetectorObservation observation, in PersonStep step)
    {
        if (step.Settled is { } settled) Told.Add(Signal(settled));
        if (step.Raised is { } raised) Told.Add(Signal(raised));
        // What a person missed is told of the person, and not of the site as well.
        if (person.Id == SiteWatch.Everybody && i.StaffId != SiteWatch.Everybody) return;
        for (var rest = step.CriticalMissed; rest != 0; rest &= rest - 1)
        {
            var miss = DetectorSignal.CriticalMiss(observation, BitOperations.TrailingZeroCount(rest));
            Told.Add(new(person.Id, i.ChannelId, miss, baseline.Number, date));
        }
    }

    private WatchedSignal Signal(PersonSignal signal)
    {
        var channel = signal.Unit ?? person.OnlyChannel(told.Keys);
        var (detector, terms) = Detector.Of(channel) is { } of && told.TryGetValue(channel, out var known)
            ? (of, known.Today)
            : (Detector.Joint, whole!);
        return new(person.Id, channel, signal.Signal, baseline.Number, date, terms.DayToDayVariation, detector.UsualRates(terms).Basics);
    }
}
