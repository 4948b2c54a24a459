namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Case mix offsets of a person on a channel, as they are kept; shifts of the logit of a miss.</summary>
/// <param name="Reasons">By reason.</param>
/// <param name="Hours">By hour of the local day, 24.</param>
/// <param name="Centre">What is taken off, so that the person's own mix moves nothing.</param>
public sealed record KeptCaseMix(IReadOnlyDictionary<string, double> Reasons, double[] Hours, double Centre);
