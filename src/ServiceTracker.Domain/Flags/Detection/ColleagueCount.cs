namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What one person delivered on a day, or in a whole week, on one channel (and for one reason, where these are told
/// apart).</summary>
/// <param name="Person">Who.</param>
/// <param name="Date">The business date, or the last one of the week.</param>
/// <param name="Any">Interactions, with any basic missed; expected by the person's own usual level and the case mix, before any shift that
/// colleagues told (<see cref="ChangeDetector.UsualRates"/>).</param>
/// <param name="Basics">The same of every basic, by bit; those to which it applied.</param>
public sealed record ColleagueCount(int Person, DateOnly Date, MissCount Any, IReadOnlyList<MissCount> Basics);
