namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What one interaction of a person brought about. Nothing, as a rule.</summary>
/// <param name="Settled">A flag whose five business days were over, with its settled label.</param>
/// <param name="Raised">A flag that this interaction completed.</param>
/// <param name="CriticalMissed">Bits of the critical basics missed in it.</param>
public readonly record struct PersonStep(PersonSignal? Settled, PersonSignal? Raised, long CriticalMissed);
