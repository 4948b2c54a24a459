namespace ServiceTracker.Domain.Interactions;

/// <summary>What got in the way of a basic that was missed. Only a ruling moves a miss out of a personal figure.</summary>
public enum Cause
{
    Person,
    Process,
    Customer,
    Outage,
    Unknown,
}
