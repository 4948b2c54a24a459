namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Attribution before alarm: is it the person or the channel? A person carries a signal when the evidence in the same direction still
/// reaches the threshold against the expectation made from everybody else on the same channel, themselves left out. The channel (site,
/// basic) carries one when it still signals without the interactions of those people. What a person does not carry the channel's signal in
/// the same direction says; where there is none, it stays with the person, so that nothing true is left with nobody.
/// </summary>
/// <remarks>
/// What everybody else shows is their misses since the person's change began, over those that their own usual levels, case mix and terms as
/// told let expect; shrunk to no difference by as many interactions as the site's rate weighs, and added on the logit scale to what the
/// person would be expected to miss. For swings it is taken day by day, so that a day that was bad for all excuses it. Everything up to the
/// flag is known by then, so the same days are compared with each other. Detectors run again only from the last state kept before the
/// change, so the work grows with what the change spans and not with the history.
/// </remarks>
public static class Attribution
{
    /// <summary>Decides who carries what was raised.</summary>
    /// <param name="units">All units of the channel (site, basic).</param>
    /// <param name="raised">What their detectors raised from the date on, the latest of each unit, as last told.</param>
    /// <param name="channel">The channel's own series, its threshold from its own volume.</param>
    /// <param name="from">Signals of the channel before this business date are settled matters.</param>
    public static Attributed Decide(
        IReadOnlyList<WatchedUnit> units, IReadOnlyList<AttributedSignal> raised, KeptSeries channel, DateOnly from)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(raised);
        ArgumentNullException.ThrowIfNull(channel);
        var carried = raised.Where(r => Carries(units.Single(u => u.Id == r.Id), r.Signal, units)).ToList();
        var said = ChannelWithout(carried, units, channel, from);
        var withheld = raised.Where(r => !carried.Contains(r) && said.Exists(s => s.Label.IsSameDirection(r.Signal.Label))).ToList();
        return new(said.LastOrDefault(), [.. raised.Where(r => !withheld.Contains(r))], withheld);
    }

    /// <summary>Whether a person's signal stands against what everybody else shows.</summary>
    /// <param name="unit">The person's unit.</param>
    /// <param name="signal">What its detector raised.</param>
    /// <param name="units">All units of the channel; the person's own is left out.</param>
    public static bool Carries(WatchedUnit unit, DetectorSignal signal, IReadOnlyList<WatchedUnit> units)
    {
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(units);
        var others = OthersSince(unit, signal, units);
        var byDay = Explanation.Of(signal.Label.Kind) is { IsOfDays: true };
        var walk = unit.Kept.Before(signal.Since);
        var (day, told, moved) = (default(DateOnly), default(DetectorTerms), default(DetectorTerms));
        foreach (var observation in unit.Observations.Where(o => walk.IsAhead(o)))
        {
            if (IsLater(observation, signal)) return false;
            var terms = unit.Kept.Terms(observation.BusinessDate);
            // Until the change began everything was as told; the flag in question is not raised before it.
            if (observation.BusinessDate < signal.Since)
            {
                walk.Take(observation, terms);
                continue;
            }

            if (moved is null || !ReferenceEquals(told, terms) || day != observation.BusinessDate)
            {
                var shown = others.GetValueOrDefault(unit.Kept.SegmentOf(observation.BusinessDate));
                moved = shown is null ? terms : shown.Moved(terms, byDay ? observation.BusinessDate : null);
                (day, told) = (observation.BusinessDate, terms);
            }

            if (walk.Take(observation, moved).Raised is { } again) return again.Label.IsSameDirection(signal.Label);
        }

        return false;
    }

    private static List<DetectorSignal> ChannelWithout(
        List<AttributedSignal> carried, IReadOnlyList<WatchedUnit> units, KeptSeries channel, DateOnly from)
    {
        var walk = channel.Before(from);
        var all = units.Sum(u => u.Observations.Count(o => walk.IsAhead(o)));
        var rest = units.Where(u => carried.TrueForAll(c => c.Id != u.Id))
            .SelectMany(u => u.Observations.Where(o => walk.IsAhead(o))).ToList();
        rest.Sort(DetectorObservation.Order);
        // Fewer interactions a year, so a lower threshold for the same budget.
        var share = carried.Count == 0 ? 1 : (double)rest.Count / Math.Max(1, all);
        var (said, told, terms) = (new List<DetectorSignal>(), default(DetectorTerms), default(DetectorTerms));
        foreach (var observation in rest)
        {
            var under = channel.Terms(observation.BusinessDate);
            if (terms is null || !ReferenceEquals(told, under))
                (told, terms) = (under, carried.Count == 0 ? under : under with { Threshold = under.Threshold * share });
            var step = walk.Take(observation, terms);
            if (step.Settled is { } settled && settled.Interaction == said.LastOrDefault()?.Interaction) said[^1] = settled;
            if (step.Raised is { } raised && raised.BusinessDate >= from) said.Add(raised);
        }

        return said;
    }

    // The label's five business days are looked at too, as far as they are over: the flag itself was raised at the first instant it could
    // be.
    private static bool IsLater(in DetectorObservation observation, DetectorSignal signal) =>
        observation.BusinessDate.DayNumber > signal.BusinessDate.DayNumber + ChangeDetector.SettlingDays;

    // By segment: what a new baseline asks is not what the old one did.
    private static Dictionary<DateOnly, OthersShown> OthersSince(WatchedUnit unit, DetectorSignal signal, IReadOnlyList<WatchedUnit> units)
    {
        var others = new Dictionary<DateOnly, OthersShown>();
        foreach (var other in units)
        {
            if (other.Id == unit.Id) continue;
            var walk = other.Kept.Before(signal.Since);
            foreach (var observation in other.Observations.Where(o => walk.IsAhead(o)))
            {
                if (IsLater(observation, signal)) break;
                var terms = other.Kept.Terms(observation.BusinessDate);
                if (observation.BusinessDate < signal.Since)
                {
                    walk.Take(observation, terms);
                    continue;
                }

                // What is usual stands as it was when the change began, lest it explain itself away.
                walk.Reach(observation.BusinessDate);
                if (!observation.IsScored) continue;
                var segment = other.Kept.SegmentOf(observation.BusinessDate);
                if (!others.TryGetValue(segment, out var shown)) others.Add(segment, shown = new OthersShown());
                shown.Count(observation, walk.Detector.Usual, terms);
            }
        }

        return others;
    }
}
