using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// How much harder a reason and an hour are than a channel's usual work, as shifts of the logit of a miss that add up: what everybody else
/// missed there over what their own usual levels let expect (indirect standardisation, so that who does the hard work is compared with
/// themselves; K. J. Rothman, S. Greenland, T. L. Lash, Modern Epidemiology, 3rd ed. (2008), chapter 4), shrunk by <see cref="Weight"/>
/// interactions, the person left out. Reasons and hours are told apart by fitting each to what the other leaves (backfitting; T. J. Hastie,
/// R. J. Tibshirani, Generalized Additive Models (1990), chapter 4).
/// </summary>
/// <remarks>Only what adds up is told: a reason that is hard in one hour alone is spread over its hours. Reasons or hours that few
/// colleagues had are taken to be as usual.</remarks>
public sealed class CaseMixOffsets
{
    /// <summary>Interactions pretended to have been as usual for each reason and each hour.</summary>
    public const double Weight = 50;

    /// <summary>Rounds of fitting; after the third nothing moves by a hundredth.</summary>
    private const int Rounds = 4;

    private const int HoursOfADay = 24;

    private readonly Dictionary<string, double> reasons = new(StringComparer.Ordinal);
    private readonly double[] hours = new double[HoursOfADay];
    private readonly double centre;

    /// <param name="person">Whose offsets; the person's own counts only tell the mix that they are centred on.</param>
    /// <param name="counts">Everybody's on the channel; several of one person, reason and hour are added up.</param>
    /// <exception cref="ArgumentException">An hour is none, or a count has more misses than interactions.</exception>
    public CaseMixOffsets(int person, IEnumerable<CaseMixCount> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        // In one order, so that sums are the same to the last bit whichever way counts come.
        var all = counts.OrderBy(c => c.Person).ThenBy(c => c.Reason, StringComparer.Ordinal).ThenBy(c => c.Hour)
            .ThenBy(c => c.Count.N).ThenBy(c => c.Count.Missed).ThenBy(c => c.Count.Expected).ToList();
        if (all.Exists(c => c.Hour is < 0 or > 23 || !c.Count.IsPossible))
            throw new ArgumentException("An hour is 0 to 23, and a count has no more misses than interactions.", nameof(counts));
        Fit(all.FindAll(c => c.Person != person));
        centre = Centre(all.FindAll(c => c.Person == person));
    }

    /// <param name="kept">What <see cref="Save"/> gave.</param>
    /// <exception cref="ArgumentException">It is not of 24 hours.</exception>
    public CaseMixOffsets(KeptCaseMix kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (kept.Hours.Length != HoursOfADay) throw new ArgumentException("There is a shift for each of 24 hours.", nameof(kept));
        foreach (var (reason, shift) in kept.Reasons) reasons.Add(reason, shift);
        kept.Hours.CopyTo(hours, 0);
        centre = kept.Centre;
    }

    /// <summary>Everything it knows.</summary>
    public KeptCaseMix Save() => new(reasons.OrderBy(r => r.Key, StringComparer.Ordinal).ToDictionary(), [.. hours], centre);

    /// <summary>The case mix of an interaction (<see cref="DetectorObservation.CaseMix"/>), centred on the person's own mix: over it the
    /// mean chance of a miss is the usual one.</summary>
    /// <param name="reason">As in <see cref="CaseMixCount"/>.</param>
    /// <param name="hour">0 to 23.</param>
    public double For(string? reason, int hour) => Shift(reason, hour) - centre;

    private double Shift(string? reason, int hour) => reasons.GetValueOrDefault(Key(reason)) + hours[hour];

    private void Fit(List<CaseMixCount> others)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var group in others.GroupBy(c => Key(c.Reason)))
                reasons[group.Key] = Left(group, c => hours[c.Hour]);
            foreach (var group in others.GroupBy(c => c.Hour))
                hours[group.Key] = Left(group, c => reasons[Key(c.Reason)]);
        }
    }

    // The shift of a group over what is expected with the shifts of the other kind.
    private static double Left(IEnumerable<CaseMixCount> group, Func<CaseMixCount, double> otherShift)
    {
        var sum = default(MissCount);
        foreach (var c in group)
            if (c.Count.N > 0) sum += c.Count with { Expected = c.Count.N * Odds.Times(Mean(c.Count), UsualLevel.Factor(otherShift(c))) };
        return LogitShift.Of(sum, Weight);
    }

    // The constant without which the person's own mix would move the mean chance of a miss; found by halving, as it only grows.
    private double Centre(List<CaseMixCount> own)
    {
        own.RemoveAll(c => c.Count.N == 0);
        if (own.Count == 0) return 0;
        var expected = own.Sum(c => c.Count.N * Mean(c.Count));
        double MissesAt(double c) => own.Sum(o => o.Count.N * Odds.Times(Mean(o.Count), UsualLevel.Factor(Shift(o.Reason, o.Hour) - c)));
        var (low, high) = (-10.0, 10.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (MissesAt(middle) > expected) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private static double Mean(in MissCount count) =>
        Math.Clamp(count.Expected / count.N, UsualLevel.LowestBasicRate, 1 - UsualLevel.LowestBasicRate);

    // No reason is a reason of its own, and no name can be the same.
    private static string Key(string? reason) => reason is null ? "" : "r" + reason;
}
