using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

/// <summary>Shorthand and random material for the tests of detectors.</summary>
internal static class DetectorExamples
{
    public static readonly DateOnly Monday = new(2026, 1, 5);

    /// <summary>Terms that show one sum alone, unweighted.</summary>
    public static readonly ExplanationWeights
        OnlyLower = Only(Explanation.Lower), OnlyMuchLower = Only(Explanation.MuchLower), OnlyBasics = Only(Explanation.OneBasic),
        OnlyErratic = Only(Explanation.Erratic), OnlyBetter = Only(Explanation.Better);

    /// <summary>A day's interactions, one letter each: m(et), x (missed, all basics) or the missed bits as a digit.</summary>
    public static IEnumerable<DetectorObservation> Day(DateOnly date, string results, int basics = 1, double caseMix = 0) =>
        results.Select((c, i) => new DetectorObservation(
            Id(date, i), date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddMinutes(i), date,
            c switch { 'm' => 0, 'x' => All(basics), _ => c - '0' }, All(basics), caseMix));

    public static Guid Id(DateOnly date, int index) => new(date.DayNumber, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(index >> 8), (byte)index);

    public static long All(int basics) => (1L << basics) - 1;

    public static DetectorTerms Terms(
        int basics = 1, double threshold = double.PositiveInfinity, double variation = 0, ExplanationWeights? weights = null) =>
        new()
        {
            Threshold = threshold,
            Basics = All(basics),
            SiteMissRate = 0.1,
            DayToDayVariation = variation,
            Weights = weights ?? ExplanationWeights.All,
        };

    /// <summary>Takes them all and gives what was told.</summary>
    public static List<DetectorSignal> AdvanceAll(
        this ChangeDetector detector, IEnumerable<DetectorObservation> observations, DetectorTerms terms)
    {
        var told = new List<DetectorSignal>();
        foreach (var observation in observations)
        {
            var step = detector.Advance(observation, terms);
            if (step.Settled is { } settled) told.Add(settled);
            if (step.Raised is { } raised) told.Add(raised);
        }

        return told;
    }

    /// <summary>Working days from a Monday on, Monday to Friday.</summary>
    public static IEnumerable<DateOnly> WorkingDays(int count, DateOnly? from = null) =>
        Enumerable.Range(0, count).Select(i => (from ?? Monday).AddDays(i / 5 * 7 + i % 5));

    /// <summary>Interactions of some weeks: every n-th is a miss of everything, the others are met.</summary>
    public static IEnumerable<DetectorObservation> Regular(int days, int perDay, int every, int basics = 1, DateOnly? from = null)
    {
        var index = 0;
        foreach (var date in WorkingDays(days, from))
            foreach (var observation in Day(
                date, string.Concat(Enumerable.Range(0, perDay).Select(_ => ++index % every == 0 ? 'x' : 'm')), basics))
                yield return observation;
    }

    extension(ExplanationWeights weights)
    {
        public double Lower => weights[Explanation.Lower];

        public double MuchLower => weights[Explanation.MuchLower];

        public double OneBasic => weights[Explanation.OneBasic];

        public double Erratic => weights[Explanation.Erratic];

        public double Better => weights[Explanation.Better];
    }

    /// <summary>Streams of 1 to 6 basics with quiet weeks, bad weeks, gaps of days and basics that do not apply.</summary>
    public static Gen<(int Basics, DetectorObservation[] Observations)> Streams { get; } =
        from basics in Gen.Choose(1, 6)
        from days in Gen.Choose(1, 60)
        from bad in Gen.Elements(0, 2, 10)
        from gaps in Gen.Frequency((6, Gen.Constant(1)), (1, Gen.Choose(2, 90))).ListOf(days)
        from perDay in Gen.Choose(1, 12).ListOf(days)
        from seeds in Gen.Choose(0, 1_000_000).ListOf(days)
        select (basics, Observe(basics, bad, [.. gaps], [.. perDay], [.. seeds]));

    private static DetectorObservation[] Observe(int basics, int bad, List<int> gaps, List<int> perDay, List<int> seeds)
    {
        var all = new List<DetectorObservation>();
        var date = Monday;
        for (var d = 0; d < gaps.Count; d++)
        {
            date = date.AddDays(gaps[d]);
            var random = new System.Random(seeds[d]);
            for (var i = 0; i < perDay[d]; i++)
            {
                var (missed, applicable) = (0L, 0L);
                for (var j = 0; j < basics; j++)
                {
                    if (random.Next(10) > 0) applicable |= 1L << j;
                    if (random.Next(20) < 1 + bad * (d % 2)) missed |= 1L << j;
                }

                all.Add(new(
                    Id(date, i), date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddMinutes(i), date, missed & applicable, applicable,
                    random.Next(3) * 0.3 - 0.3));
            }
        }

        return [.. all];
    }

    private static ExplanationWeights Only(Explanation shown) => new([.. Explanation.All.Select(e => e == shown ? 1.0 : 0)]);
}
