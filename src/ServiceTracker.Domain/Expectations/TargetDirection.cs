namespace ServiceTracker.Domain.Expectations;

/// <summary>On which side of the target a measure is met. The target itself is met.</summary>
public enum TargetDirection
{
    AtMost,
    AtLeast,
}
