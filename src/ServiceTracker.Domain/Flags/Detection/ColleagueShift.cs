namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What colleagues show now, as shifts of the logit of a miss.</summary>
/// <param name="Rate">Of any miss.</param>
/// <param name="Basics">Of a miss of each basic, by bit.</param>
public sealed record ColleagueShift(double Rate, IReadOnlyList<double> Basics);
