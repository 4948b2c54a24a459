namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What a detector is told about the world around its unit. Valid until replaced by the caller, as a rule once a week; the level takes a
/// replacement at once, so one object per period keeps the work per interaction small. Kept as told: a replay uses the same terms again, so
/// that a late entry of one person does not change what was expected of colleagues.
/// </summary>
/// <remarks>What is no number, or no rate, is refused where it is set (<see cref="ArgumentException"/>): one NaN in the evidence would
/// silence the unit for ever.</remarks>
public sealed record DetectorTerms
{
    /// <summary>A, see <see cref="Detection.Threshold"/>; 0 or more, may be endless.</summary>
    public required double Threshold
    {
        get;
        init => field = value >= 0 ? value : throw Refused(nameof(Threshold), "is 0 or more");
    }

    /// <summary>Bits of the basics that customers of the unit's channel may count on.</summary>
    public required long Basics { get; init; }

    /// <summary>
    /// q_site: share of interactions with any basic missed among colleagues in the same site and channel, 0 to 1, under the same basics as
    /// the unit's segment. Unknown (null) the unit is judged by its own level alone.
    /// </summary>
    public double? SiteMissRate
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value : throw Refused(nameof(SiteMissRate), "is 0 to 1");
    }

    /// <summary>
    /// m_site,j by bit: share of interactions in which colleagues missed the basic, 0 to 1. Unknown (null, or NaN for one), q_site is
    /// spread evenly: 1 − (1 − q_site)^(1/number of basics); a basic that a new baseline brought is judged by its own level alone then.
    /// </summary>
    public IReadOnlyList<double>? SiteBasicMissRates
    {
        get;
        init => field = All(value, rate => double.IsNaN(rate) || rate is >= 0 and <= 1)
            ? value
            : throw Refused(nameof(SiteBasicMissRates), "is 0 to 1 for each basic, or NaN where unknown");
    }

    /// <summary>ρ₀, see <see cref="Detection.DayToDayVariation"/>; 0 to 1, 1 excluded.</summary>
    public double DayToDayVariation
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw Refused(nameof(DayToDayVariation), "is 0 to 1, 1 excluded");
    } = Detection.DayToDayVariation.WhenUnknown;

    /// <summary>ρ_j by bit: how much a basic's own days differ, pooled as ρ₀ is from the days of that basic; 0 to 1, 1 excluded. Null, or
    /// shorter than the basics: none of its own.</summary>
    public IReadOnlyList<double>? BasicDayToDayVariation
    {
        get;
        init => field = All(value, rho => rho is >= 0 and < 1)
            ? value
            : throw Refused(nameof(BasicDayToDayVariation), "is 0 to 1 for each basic, 1 excluded");
    }

    /// <summary>Weights of the explanations, see <see cref="ExplanationWeights.For"/>; none below 0, together 1.</summary>
    public ExplanationWeights Weights
    {
        get;
        init => field = value.AreShares ? value : throw Refused(nameof(Weights), "sums to 1, none below 0");
    } = ExplanationWeights.All;

    /// <summary>Bits of critical basics.</summary>
    public long Critical { get; init; }

    /// <summary>Shift of the logit of any miss in this period, such as what everybody else on the channel shows.</summary>
    public double RateOffset
    {
        get;
        init => field = double.IsFinite(value) ? value : throw Refused(nameof(RateOffset), "is a finite number");
    }

    /// <summary>The same by basic.</summary>
    public IReadOnlyList<double>? BasicOffsets
    {
        get;
        init => field = All(value, double.IsFinite) ? value : throw Refused(nameof(BasicOffsets), "is a finite number for each basic");
    }

    /// <summary>These terms with what colleagues show now, see <see cref="ColleaguesNow"/>.</summary>
    public DetectorTerms Expecting(ColleagueShift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        return this with { RateOffset = shift.Rate, BasicOffsets = shift.Basics };
    }

    internal bool IsSiteBasicKnown(int basic) => SiteBasicMissRates is { } rates && basic < rates.Count && !double.IsNaN(rates[basic]);

    internal double BasicVariationOf(int basic) => BasicDayToDayVariation is { } rhos && basic < rhos.Count ? rhos[basic] : 0;

    internal double UsualBasicRate(UsualLevel usual, int basic, int count) => IsSiteBasicKnown(basic)
        ? usual.BasicRate(basic, SiteBasicMissRates![basic])
        : usual.BasicRate(
            basic, SiteMissRate is { } site ? 1 - Math.Pow(1 - site, 1.0 / Math.Max(1, count)) : null, UsualLevel.SpreadBasicWeight);

    private static bool All(IReadOnlyList<double>? values, Func<double, bool> holds) => values is null || values.All(holds);

    private static ArgumentException Refused(string name, string rule) => new($"{name} {rule}.", name);
}
