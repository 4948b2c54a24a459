using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>A flag of the product's detector in a stream.</summary>
/// <param name="At">Interactions of the stream up to and including the one that completed it.</param>
internal readonly record struct Flagged(int At, FlagLabel Provisional, FlagLabel? Settled);

/// <summary>Runs the product's detector over streams, from their first interaction on.</summary>
internal sealed record DetectorWatch
{
    private static readonly DateOnly Monday = new(2025, 1, 6);

    /// <summary>ρ₀ given to the detector, one for each stream in turn.</summary>
    public double[] Variation { get; init; } = [0];

    /// <summary>The site's rate given to the detector; null: unknown.</summary>
    public double? SiteMissRate { get; init; } = 0.1;

    /// <summary>Whether colleagues tell how often each basic is missed, too, where they tell the rate.</summary>
    public bool TellsBasics { get; init; } = true;

    public double Budget { get; init; } = 1;

    /// <summary>Interactions a week of the person over all units; null: this unit's.</summary>
    public double? PersonPerWeek { get; init; }

    /// <summary>Added to every case mix, so that its mean effect is none; null: the case mix is not told.</summary>
    public double? MixCentre { get; init; }

    /// <summary>The site's rate under the new baseline, where colleagues can tell it; null: unknown.</summary>
    public double? NewSiteMissRate { get; init; }

    /// <summary>The last so many basics are new at the change: published as a new baseline.</summary>
    public int NewBasics { get; init; }

    /// <summary>The flags of a stream, those before the change included.</summary>
    /// <param name="number">Number of the stream.</param>
    /// <param name="first">Stop when the first flag after the change is settled.</param>
    public List<Flagged> Run(ServiceStream stream, StreamPlan plan, int number, bool first)
    {
        List<Flagged> flags = [];
        var terms = new DetectorTerms
        {
            Threshold = Threshold.Of(
                Threshold.WeeksPerYear * (PersonPerWeek ?? plan.PerWeek), Budget,
                unitPerYear: Threshold.WeeksPerYear * (double)plan.PerWeek),
            Basics = (1L << (plan.Basics - NewBasics)) - 1,
            SiteMissRate = SiteMissRate,
            SiteBasicMissRates = OfSite(SiteMissRate, plan, plan.Basics - NewBasics),
            DayToDayVariation = Variation[number % Variation.Length],
            Weights = ExplanationWeights.For(plan.PerWeek),
        };
        var detector = new ChangeDetector(plan.Basics - NewBasics);
        var (at, day) = (0, 0);
        while (at < stream.Count)
        {
            if (NewBasics > 0 && at == stream.ChangeAt)
            {
                detector = detector.StartSegment([.. Enumerable.Range(0, plan.Basics).Select(j => j < plan.Basics - NewBasics ? j : -1)]);
                terms = terms with
                {
                    Basics = (1L << plan.Basics) - 1,
                    SiteMissRate = NewSiteMissRate,
                    SiteBasicMissRates = OfSite(NewSiteMissRate, plan, plan.Basics),
                };
            }

            var date = Monday.AddDays(day / StreamPlan.DaysPerWeek * 7 + day % StreamPlan.DaysPerWeek);
            var midday = date.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
            for (; at < stream.UntilDay[day]; at++)
            {
                var mix = stream.CaseMix[at];
                var step = detector.Advance(
                    new DetectorObservation(
                        default, midday, date, stream.Missed[at], terms.Basics, mix == 0 || MixCentre is not { } centre ? 0 : mix + centre),
                        terms);
                if (!step.IsNews) continue;
                if (step.Settled is { } settled && flags.Count > 0)
                {
                    flags[^1] = flags[^1] with { Settled = settled.Label };
                    if (first && flags[^1].At > stream.ChangeAt) return flags;
                }

                if (step.Raised is { } raised) flags.Add(new(at + 1, raised.Label, null));
            }

            day++;
        }

        return flags;
    }

    private double[]? OfSite(double? rate, StreamPlan plan, int basics) =>
        rate is { } told && TellsBasics ? [.. Enumerable.Repeat(plan.BasicRate(told, basics), basics)] : null;
}
