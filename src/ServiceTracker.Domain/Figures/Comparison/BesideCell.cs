namespace ServiceTracker.Domain.Figures.Comparison;

/// <summary>What a person and everybody else met on one channel in one week.</summary>
/// <param name="Channel">Code or number of the channel.</param>
/// <param name="Week">The week, written in any way that tells it from others.</param>
/// <param name="OwnMet">The person's, 0 to <paramref name="OwnN"/>.</param>
/// <param name="OwnN">The person's interactions to which it applied.</param>
/// <param name="OthersMet">The others' together, 0 to <paramref name="OthersN"/>.</param>
/// <param name="OthersN">The others' interactions to which it applied.</param>
public readonly record struct BesideCell(string Channel, string Week, long OwnMet, long OwnN, long OthersMet, long OthersN);
