namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>A flag of a person, or its settled label.</summary>
/// <param name="Signal">What it says. The evidence is that of all detectors together; the other figures are those of the unit that it is
/// about, or of all interactions, whose usual level is then the mean over the person's own mix of channels.</param>
/// <param name="Unit">The channel that shows more of it than all of them together; null: it is one of all, or there is only one.</param>
public sealed record PersonSignal(DetectorSignal Signal, int? Unit);
