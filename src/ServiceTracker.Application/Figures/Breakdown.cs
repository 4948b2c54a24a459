namespace ServiceTracker.Application.Figures;

/// <summary>What figures are broken down by: units, and what else is told apart within them.</summary>
[Flags]
public enum Breakdown
{
    None = 0,
    Site = 1,
    Team = 2,
    Staff = 4,
    Channel = 8,

    /// <summary>By each basic that was applicable.</summary>
    Expectation = 16,

    Reason = 32,
    HourOfWeek = 64,
    Week = 128,
    Day = 256,
}
