using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Application.Figures;

/// <summary>Sources of evidence compared.</summary>
/// <param name="Pairs">Contacts that a staff log and somebody else's evidence are about.</param>
/// <param name="AllBasics">On "all basics met"; null without pairs.</param>
/// <param name="Basics">By basic, in order of the codes.</param>
/// <param name="Logging">Quick logs against full checks.</param>
public sealed record AgreementFigures(
    int Pairs, EvidenceGap? AllBasics, IReadOnlyDictionary<string, EvidenceGap> Basics, LoggingGap Logging);
