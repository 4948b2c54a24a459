namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// What a detector is told about the world around its unit. Valid until replaced by the caller, as a rule once a week; the level takes a
/// replacement at once, so one object per period keeps the work per interaction small.
/// </summary>
public sealed record DetectorTerms
{
    /// <summary>q_site when it is unknown.</summary>
    public const double UnknownSiteRate = 0.1;

    /// <summary>A, see <see cref="Detection.Threshold"/>.</summary>
    public required double Threshold { get; init; }

    /// <summary>Bits of the basics that customers of the unit's channel may count on.</summary>
    public required long Basics { get; init; }

    /// <summary>
    /// q_site: share of interactions with any basic missed among colleagues in the same site and channel, 0 to 1, under the same basics as
    /// the unit's segment. Unknown (null) it is taken to be <see cref="UnknownSiteRate"/>; in a segment that a new baseline began, the
    /// unit's own level stands alone then.
    /// </summary>
    public double? SiteMissRate { get; init; }

    /// <summary>
    /// m_site,j by bit: share of interactions in which colleagues missed the basic, 0 to 1. Unknown (null, or NaN for one), q_site is
    /// spread evenly: 1 − (1 − q_site)^(1/number of basics); a basic that a new baseline brought is judged by its own level alone then.
    /// </summary>
    public IReadOnlyList<double>? SiteBasicMissRates { get; init; }

    /// <summary>ρ₀, see <see cref="Detection.DayToDayVariation"/>; 0 to 1, 1 excluded.</summary>
    public double DayToDayVariation { get; init; } = Detection.DayToDayVariation.WhenUnknown;

    /// <summary>Weights of the explanations, see <see cref="ExplanationWeights.For"/>.</summary>
    public ExplanationWeights Weights { get; init; } = ExplanationWeights.All;

    /// <summary>Bits of critical basics.</summary>
    public long Critical { get; init; }

    /// <summary>Shift of the logit of any miss in this period, such as what everybody else on the channel shows.</summary>
    public double RateOffset { get; init; }

    /// <summary>The same by basic.</summary>
    public IReadOnlyList<double>? BasicOffsets { get; init; }

    internal bool IsSiteBasicKnown(int basic) => SiteBasicMissRates is { } rates && basic < rates.Count && !double.IsNaN(rates[basic]);

    internal double UsualBasicRate(UsualLevel usual, int basic, int count) => IsSiteBasicKnown(basic)
        ? usual.BasicRate(basic, SiteBasicMissRates![basic])
        : usual.BasicRate(
            basic, 1 - Math.Pow(1 - (SiteMissRate ?? UnknownSiteRate), 1.0 / Math.Max(1, count)), UsualLevel.SpreadBasicWeight);
}
