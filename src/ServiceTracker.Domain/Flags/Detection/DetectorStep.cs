namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What one interaction brought about. Nothing, as a rule.</summary>
/// <param name="Settled">A flag whose five business days were over, with its settled label.</param>
/// <param name="Raised">A flag that this interaction completed.</param>
/// <param name="CriticalMissed">Bits of the critical basics missed in it.</param>
public readonly record struct DetectorStep(DetectorSignal? Settled, DetectorSignal? Raised, long CriticalMissed)
{
    /// <summary>Whether anything is to be told.</summary>
    public bool IsNews => Settled is not null || Raised is not null || CriticalMissed != 0;
}
