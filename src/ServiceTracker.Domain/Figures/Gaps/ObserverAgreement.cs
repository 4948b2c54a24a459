using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Agreement;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>
/// How far several observers of the same contacts say the same of a basic. Which of two observers is called the first says nothing, so that
/// κ is the one of raters who may be exchanged (Fleiss' κ; of two raters Scott's π), not Cohen's.
/// </summary>
/// <param name="Contacts">Contacts of which two observers and more answered the basic.</param>
/// <param name="Agreed">Those of them of which all said the same.</param>
/// <param name="Raters">Agreement beyond what chance would give; nothing in it is defined without contacts.</param>
public sealed record ObserverAgreement(long Contacts, long Agreed, RaterAgreement Raters)
{
    /// <summary>Agreement that is lower is told to be worth a talk, where there is enough of it: AC1, of which 0.6 to 0.8 is called
    /// "substantial". Source: J. R. Landis and G. G. Koch, Biometrics 33 (1977) 159–174.</summary>
    public const double Substantial = 0.6;

    /// <summary>There are enough contacts for a rate.</summary>
    public bool IsEnough => Contacts >= MinimumSample.Default;

    /// <summary>Share of contacts of which all observers said the same, 0 to 1; null where there are too few.</summary>
    public double? Rate => IsEnough ? (double)Agreed / Contacts : null;

    /// <summary>The range that the share lies in, as far as so many can tell (95 %); null where there are too few.</summary>
    public WilsonInterval? Interval => IsEnough ? WilsonInterval.Of(Agreed, Contacts) : null;

    /// <summary>Gwet's AC1, which stays sensible where nearly all is met; null where there are too few.</summary>
    public double? Ac1 => IsEnough ? Raters.GwetAc1 : null;

    /// <summary>Fleiss' κ, shown beside AC1; null where there are too few, and where all say the same of everything.</summary>
    public double? Kappa => IsEnough ? Raters.FleissKappa : null;

    /// <summary>It in one sentence.</summary>
    public string Sentence => Rate is not { } rate
        ? $"Too few yet: {Contacts} of {MinimumSample.Default} contacts."
        : $"Observers say the same in {PercentText.Of(rate)} of {Contacts} contacts"
            + (Ac1 < Substantial ? ", little more than chance would give: talk over what counts as met." : ".");

    /// <summary>Compares the observers.</summary>
    /// <param name="answers">For each contact, how many of its observers said met, and how many missed. One with fewer than two answers is
    /// left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static ObserverAgreement Of(IEnumerable<(int Met, int Missed)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (contacts, agreed, rated) = (0L, 0L, new List<RatedItem>());
        foreach (var ((met, missed), times) in answers.CountBy(a => a))
        {
            ArgumentOutOfRangeException.ThrowIfNegative(met, nameof(answers));
            ArgumentOutOfRangeException.ThrowIfNegative(missed, nameof(answers));
            if (met + missed < 2) continue;
            contacts += times;
            if (met == 0 || missed == 0) agreed += times;
            rated.Add(new RatedItem([met, missed], times));
        }

        return new ObserverAgreement(contacts, agreed, RaterAgreement.Of(rated));
    }
}
