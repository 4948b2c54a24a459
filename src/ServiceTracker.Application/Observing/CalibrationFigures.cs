using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Application.Observing;

/// <summary>How far observers agree.</summary>
/// <param name="Contacts">Contacts that two observers and more saw.</param>
/// <param name="Basics">By basic, in order of the codes: those of which two observers of a contact said something.</param>
public sealed record CalibrationFigures(int Contacts, IReadOnlyDictionary<string, ObserverAgreement> Basics);
