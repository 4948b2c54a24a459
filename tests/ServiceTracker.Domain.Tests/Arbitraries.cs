using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests;

/// <summary>One contact as a list of results, the way people think of it: the masks of the domain are made from it.</summary>
/// <param name="Results">One per expectation of the baseline, in its order.</param>
public sealed record Contact(
    Baseline Baseline, IReadOnlyList<ObservationResult> Results, InteractionState State, int StandOuts, int? Csat)
{
    public ObservationPattern Pattern => new(
        Baseline,
        MaskOf(ObservationResult.Met),
        MaskOf(ObservationResult.Na),
        MaskOf(ObservationResult.Held),
        MaskOf(ObservationResult.Excused),
        State,
        StandOuts,
        Csat);

    /// <summary>The same contact with some results told differently.</summary>
    public Contact With(Func<ObservationResult, ObservationResult> change) => this with { Results = [.. Results.Select(change)] };

    public override string ToString() =>
        $"{State}, {StandOuts} stand-outs, csat {Csat}: "
        + string.Join(
            ' ', Results.Select((r, i) => $"{r}×{Baseline.Expectations[i].Weight}{(Baseline.Expectations[i].Critical ? "!" : "")}"));

    private long MaskOf(ObservationResult result)
    {
        var mask = 0L;
        for (var i = 0; i < Results.Count; i++)
            if (Results[i] == result) mask |= 1L << i;
        return mask;
    }
}

/// <summary>Random material.</summary>
public static class Arbitraries
{
    private static readonly ObservationResult[] AnyResult = Enum.GetValues<ObservationResult>();

    public static Gen<DateOnly> Dates { get; } = DatesBetween(new DateOnly(1, 1, 1), new DateOnly(9998, 12, 31));

    /// <summary>1 to 63 expectations; the largest baselines and the smallest ones come up often.</summary>
    public static Gen<Baseline> Baselines { get; } =
        from size in Gen.Frequency((5, Gen.Choose(1, 8)), (1, Gen.Choose(9, 62)), (1, Gen.Constant(63)))
        from weights in Gen.Choose(1, 10).ListOf(size)
        from criticals in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true))).ListOf(size)
        select Make.Baseline(weights.Zip(criticals));

    public static Gen<Contact> Contacts { get; } = Baselines.SelectMany(ContactsOf);

    /// <summary>Contacts of a day, all under one baseline.</summary>
    public static Gen<Contact[]> ContactLists { get; } =
        from baseline in Baselines
        from size in Gen.Choose(0, 12)
        from contacts in ContactsOf(baseline).ListOf(size)
        select contacts.ToArray();

    public static Gen<WeekCount[]> WeekCounts { get; } =
        from size in Gen.Choose(1, 40)
        from counts in Properties.CountOf(300).ListOf(size)
        select Make.Weeks(counts);

    public static Gen<DateOnly> DatesBetween(DateOnly first, DateOnly last) =>
        Gen.Choose(first.DayNumber, last.DayNumber).Select(DateOnly.FromDayNumber);

    public static Gen<DateTime> InstantsBetween(DateOnly first, DateOnly last) =>
        from date in DatesBetween(first, last)
        from second in Gen.Choose(0, 86_399)
        select date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddSeconds(second);

    private static Gen<Contact> ContactsOf(Baseline baseline) =>
        // Three kinds of contact, so that all met, nothing applicable and anything mixed all come up.
        from result in Gen.Elements(
            Gen.Elements(AnyResult),
            Gen.Elements(ObservationResult.Met, ObservationResult.Met, ObservationResult.Met, ObservationResult.Na),
            Gen.Elements(ObservationResult.Na, ObservationResult.Na, ObservationResult.Na, ObservationResult.Held))
        from results in result.ListOf(baseline.Expectations.Count)
        from state in Gen.Frequency((6, Gen.Constant(InteractionState.Counted)), (1, Gen.Constant(InteractionState.Excluded)))
        from standOuts in Gen.Choose(0, 4)
        from csat in Gen.Choose(0, 5)
        select new Contact(baseline, results.ToArray(), state, standOuts, csat == 0 ? null : csat);
}

/// <summary>Shorthand for the domain's objects.</summary>
public static class Make
{
    public static Baseline Baseline(IEnumerable<(int Weight, bool Critical)> basics, int number = 1) => new()
    {
        Number = number,
        Name = "Basics",
        Expectations =
        [
            .. basics.Select((b, i) => new Expectation
            {
                BaselineNumber = number,
                Bit = i,
                Code = $"basic_{i}",
                Question = $"Basic {i}?",
                Promise = "Every time.",
                Weight = b.Weight,
                Critical = b.Critical,
            }),
        ],
    };

    /// <summary>A contact under a baseline, written as one letter a basic: m(et), x (missed), n(a), h(eld), e(xcused).</summary>
    public static Contact Contact(
        Baseline baseline, string results, int standOuts = 0, int? csat = null, InteractionState state = InteractionState.Counted) => new(
            baseline,
            [
                .. results.Select(c => c switch
                {
                    'm' => ObservationResult.Met,
                    'x' => ObservationResult.Missed,
                    'n' => ObservationResult.Na,
                    'h' => ObservationResult.Held,
                    'e' => ObservationResult.Excused,
                    _ => throw new ArgumentOutOfRangeException(nameof(results), results, null),
                }),
            ],
            state,
            standOuts,
            csat);

    /// <summary>Consecutive weeks from 2026-W01 on.</summary>
    public static WeekCount[] Weeks(IEnumerable<(long N, long K)> counts)
    {
        var first = IsoWeek.Of(new DateOnly(2026, 1, 1));
        return [.. counts.Select((c, i) => new WeekCount(first.AddWeeks(i), c.N, c.K))];
    }

    public static WeekCount[] Weeks(params (long N, long K)[] counts) => Weeks(counts.AsEnumerable());

    public static ConsistencyTally Tally(Viewpoint viewpoint, params IEnumerable<Contact> contacts)
    {
        var tally = new ConsistencyTally(viewpoint);
        foreach (var contact in contacts) tally.Add(contact.Pattern, 1);
        return tally;
    }
}
