using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.People;

/// <summary>A basic of a person beside the others.</summary>
/// <param name="Name">The basic, as people call it.</param>
/// <param name="Beside">The comparison.</param>
public sealed record BasicBeside(string Name, BesideOthers Beside);
