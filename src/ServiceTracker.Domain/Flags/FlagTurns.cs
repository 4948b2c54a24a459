namespace ServiceTracker.Domain.Flags;

/// <summary>Gives flags their <see cref="FlagTurn"/>.</summary>
public static class FlagTurns
{
    /// <summary>The place of a flag.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="today">The present business date of its site.</param>
    public static FlagTurn Of(Flag flag, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return flag switch
        {
            { Status: FlagStatus.New, Kind: FlagKind.Critical } => FlagTurn.NewCritical,
            { Status: FlagStatus.Closed } => FlagTurn.Closed,
            { LookAgainOn: { } day } when day <= today => FlagTurn.Due,
            { Status: FlagStatus.New } => FlagTurn.New,
            { Status: FlagStatus.Looking } => FlagTurn.Looking,
            { Status: FlagStatus.Acting } => FlagTurn.Acting,
            _ => FlagTurn.Watching,
        };
    }
}
