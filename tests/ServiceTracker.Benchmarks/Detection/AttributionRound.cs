using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>One channel with several people, some of whom change.</summary>
internal static class AttributionRound
{
    private const int People = 10;
    private static readonly DateOnly Monday = new(2025, 1, 6);

    /// <param name="dropped">How many people change, the first ones; −1: all, and the first one twice as much; −2: all share the same bad
    /// days.</param>
    public static Attributed Of(StreamPlan plan, Change? change, int dropped, int round)
    {
        var stream = new ServiceStream();
        var units = new List<WatchedUnit>();
        var raised = new List<AttributedSignal>();
        var from = Monday.AddDays(7 * plan.Before);
        var terms = Terms(plan, Threshold.Of(52.0 * plan.PerWeek));
        for (var person = 0; person < People; person++)
        {
            var own = dropped switch
            {
                -1 when person == 0 => new(MissRate: 2 * change!.MissRate),
                -2 => new(BadDay: 0.42, GoodDay: 0.02, BadShare: 0.2, SharedDays: (ulong)round + 1),
                _ => person < dropped || dropped == -1 ? change : null,
            };
            var mine = plan with { Change = own };
            stream.Fill(mine, new Chance((ulong)(round * People + person) + 900_000_000));
            var observations = Observations(stream, plan, person);
            units.Add(new(person, KeptSeries.FromStart(plan.Basics, terms), observations));
            if (DetectorReplay.Run(plan.Basics, observations, _ => terms).Latest.LastOrDefault(s => s.BusinessDate >= from) is { } signal)
                raised.Add(new(person, signal));
        }

        var channel = Terms(plan, Threshold.Of(52.0 * plan.PerWeek * People));
        return Attribution.Decide(units, raised, KeptSeries.FromStart(plan.Basics, channel), from);
    }

    // Attribution tells flags apart by what completed them.
    private static Guid IdOf(int person, int at) => new(person, (short)(at >> 16), (short)at, 0, 0, 0, 0, 0, 0, 0, 0);

    private static DetectorTerms Terms(StreamPlan plan, double threshold) =>
        new() { Threshold = threshold, Basics = (1L << plan.Basics) - 1, DayToDayVariation = plan.Variation };

    private static List<DetectorObservation> Observations(ServiceStream stream, StreamPlan plan, int person)
    {
        var all = new List<DetectorObservation>(stream.Count);
        for (var (day, at) = (0, 0); at < stream.Count; day++)
        {
            var date = Monday.AddDays(day / StreamPlan.DaysPerWeek * 7 + day % StreamPlan.DaysPerWeek);
            var opens = date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddSeconds(person);
            for (var i = 0; at < stream.UntilDay[day]; at++, i++)
                all.Add(new(IdOf(person, at), opens.AddMinutes(30 * i), date, stream.Missed[at], (1L << plan.Basics) - 1));
        }

        return all;
    }
}
