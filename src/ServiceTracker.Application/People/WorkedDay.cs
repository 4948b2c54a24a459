namespace ServiceTracker.Application.People;

/// <summary>A person's day.</summary>
/// <param name="Date">Business date.</param>
/// <param name="Interactions">Counted interactions.</param>
/// <param name="N">Scored ones.</param>
/// <param name="K">Of these with all basics met.</param>
public readonly record struct WorkedDay(DateOnly Date, long Interactions, long N, long K);
