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

    // Steps are seldom more than five.
    private const int MostSteps = 50;
    private const double Near = 1e-12;

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
        List<CaseMixCount> all = [.. counts];
        all.Sort(Compare);
        if (all.Exists(c => c.Hour is < 0 or > 23 || !c.Count.IsPossible))
            throw new ArgumentException("An hour is 0 to 23, and a count has no more misses than interactions.", nameof(counts));
        Fit(all.FindAll(c => c.Person != person && c.Count.N > 0));
        centre = Centre(all.FindAll(c => c.Person == person && c.Count.N > 0));
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

    private static int Compare(CaseMixCount a, CaseMixCount b)
    {
        var order = a.Person.CompareTo(b.Person);
        if (order == 0) order = string.CompareOrdinal(a.Reason, b.Reason);
        if (order == 0) order = a.Hour.CompareTo(b.Hour);
        if (order == 0) order = a.Count.N.CompareTo(b.Count.N);
        if (order == 0) order = a.Count.Missed.CompareTo(b.Count.Missed);
        return order != 0 ? order : a.Count.Expected.CompareTo(b.Count.Expected);
    }

    private void Fit(List<CaseMixCount> others)
    {
        var keys = others.Select(c => Key(c.Reason)).Distinct().ToArray();
        var of = others.ConvertAll(c => Array.IndexOf(keys, Key(c.Reason)));
        var shifts = new double[keys.Length];
        for (var round = 0; round < Rounds; round++)
        {
            Left(shifts, i => of[i], Array.ConvertAll(hours, UsualLevel.Factor), i => others[i].Hour);
            Left(hours, i => others[i].Hour, Array.ConvertAll(shifts, UsualLevel.Factor), i => of[i]);
        }

        for (var i = 0; i < keys.Length; i++) reasons.Add(keys[i], shifts[i]);

        // The shifts of one kind over what is expected with the factors of the other.
        void Left(double[] to, Func<int, int> at, double[] otherFactors, Func<int, int> otherAt)
        {
            var sums = new MissCount[to.Length];
            for (var i = 0; i < others.Count; i++)
            {
                var count = others[i].Count;
                sums[at(i)] += count with { Expected = count.N * Odds.Times(Mean(count), otherFactors[otherAt(i)]) };
            }

            for (var i = 0; i < to.Length; i++) to[i] = LogitShift.Of(sums[i], Weight);
        }
    }

    // The constant without which the person's own mix would move the mean chance of a miss: Newton's steps, since misses only fall with it
    // and bend little.
    private double Centre(List<CaseMixCount> own)
    {
        if (own.Count == 0) return 0;
        var expected = own.Sum(c => c.Count.N * Mean(c.Count));
        var factors = own.ConvertAll(c => UsualLevel.Factor(Shift(c.Reason, c.Hour)));
        var c = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (misses, slope, factor) = (0.0, 0.0, Math.Exp(-c));
            for (var i = 0; i < own.Count; i++)
            {
                var p = Odds.Times(Mean(own[i].Count), factors[i] * factor);
                (misses, slope) = (misses + own[i].Count.N * p, slope + own[i].Count.N * p * (1 - p));
            }

            var move = Math.Clamp((misses - expected) / slope, -1, 1);
            c += move;
            if (Math.Abs(move) < Near) break;
        }

        return c;
    }

    private static double Mean(in MissCount count) =>
        Math.Clamp(count.Expected / count.N, UsualLevel.LowestBasicRate, 1 - UsualLevel.LowestBasicRate);

    // No reason is a reason of its own, and no name can be the same.
    private static string Key(string? reason) => reason is null ? "" : "r" + reason;
}
