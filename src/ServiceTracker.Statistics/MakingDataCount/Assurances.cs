namespace ServiceTracker.Statistics.MakingDataCount;

/// <summary>Reads limits by a target.</summary>
public static class Assurances
{
    /// <summary>Compares a target with limits; a target on a limit is inconsistent.</summary>
    /// <param name="target">In units of the chart; null gives none.</param>
    /// <param name="lower">Lower limit of the last part.</param>
    /// <param name="upper">Upper limit of the last part.</param>
    /// <param name="better">Neutral gives none.</param>
    public static Assurance? Of(double? target, double lower, double upper, ImprovementDirection better)
    {
        if (target is not { } aim || better == ImprovementDirection.Neutral) return null;
        var above = Charts.Level.Compare(aim, upper) > 0;
        if (!above && Charts.Level.Compare(aim, lower) >= 0) return Assurance.Inconsistent;
        return above == (better == ImprovementDirection.Increase) ? Assurance.ConsistentFail : Assurance.ConsistentPass;
    }
}
