using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>What was told about a person.</summary>
/// <param name="Person">Number of the person.</param>
/// <param name="Channel">Number of the channel; −1: all of them.</param>
/// <param name="At">Interactions of the person up to and including the one that completed it, on all channels.</param>
/// <param name="Day">Working day, from 0.</param>
/// <param name="Signal">As last told: settled, where its days are over.</param>
/// <param name="Provisional">The label at the flag.</param>
internal sealed record PersonSignal(int Person, int Channel, int At, int Day, DetectorSignal Signal, FlagLabel Provisional);

/// <summary>Watches a person over all channels, day by day.</summary>
internal sealed class PersonWatch
{
    private static readonly DateOnly Monday = new(2025, 1, 6);
    private readonly long basics;
    private readonly List<PersonSignal> signals = [];
    private readonly PersonDetector detector;
    private int at;

    public PersonWatch(SiteWorld world, int person)
    {
        basics = world.AllBasics;
        detector = new(world.Basics);
        Units = [.. world.PerWeek.Select((_, c) => new UnitSoFar(person, c, world.Basics))];
    }

    /// <summary>The same person, who goes another way from now on; interactions are counted from here.</summary>
    public PersonWatch(PersonWatch watch)
    {
        basics = watch.basics;
        detector = new(watch.detector.Save());
        Units = [.. watch.Units.Select(u => new UnitSoFar(u))];
    }

    /// <summary>By channel.</summary>
    public UnitSoFar[] Units { get; }

    /// <summary>In the order in which they were told.</summary>
    public IReadOnlyList<PersonSignal> Signals => signals;

    /// <summary>The detector of a channel; null before its first interaction.</summary>
    public ChangeDetector? Of(int channel) => detector.Of(channel);

    /// <summary>Takes a working day.</summary>
    /// <param name="day">From 0.</param>
    /// <param name="stream">The person's interactions.</param>
    /// <param name="told">What holds in the week, by channel and for the person.</param>
    public void Day(int day, PersonStream stream, (DetectorTerms[] Units, DetectorTerms Person) told)
    {
        var date = DateOf(day);
        var midday = date.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
        var (from, until) = stream.Of(day);
        for (var i = from; i < until; i++)
        {
            at++;
            var c = stream.Channels[i];
            var observation = new DetectorObservation(IdOf(Units[c].Person, at), midday, date, stream.Missed[i], basics);
            var step = detector.Advance(c, observation, told.Units[c], told.Person);
            Units[c].Count(stream.Missed[i]);
            if (step.Settled is { } settled && signals.Count > 0) signals[^1] = signals[^1] with { Signal = settled.Signal };
            if (step.Raised is { } raised)
                signals.Add(new(Units[c].Person, raised.Unit ?? -1, at, day, raised.Signal, raised.Signal.Label));
        }

        var endsWeek = day % StreamPlan.DaysPerWeek == StreamPlan.DaysPerWeek - 1;
        foreach (var unit in Units) unit.EndDay(date, endsWeek, detector.Of(unit.Channel), told.Units[unit.Channel]);
    }

    /// <summary>The id of a person's interaction, counted from 1.</summary>
    public static Guid IdOf(int person, int at) => new(at, (short)person, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The week of a date, from 0.</summary>
    public static int WeekOf(DateOnly date) => (date.DayNumber - Monday.DayNumber) / 7;

    public static DateOnly DateOf(int day) => Monday.AddDays(day / StreamPlan.DaysPerWeek * 7 + day % StreamPlan.DaysPerWeek);
}
