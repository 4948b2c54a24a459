namespace ServiceTracker.Application.Flags;

/// <summary>A decision to do something another way from a day on.</summary>
/// <param name="Site">Code of the site; left out, it is about all of them, which administrators alone may say.</param>
/// <param name="Channel">Code of the only channel it is about; left out, all of them.</param>
/// <param name="Expectation">Code of the only basic it is about; left out, all of them.</param>
/// <param name="Date">Business date from which it holds, at most a year ahead.</param>
/// <param name="What">What is done another way; the words at its mark on charts.</param>
/// <param name="Why">The reason.</param>
/// <param name="Rebase">What is usual is learnt anew from that date on; false without a word.</param>
public sealed record ProcessChangeInput(
    string? Site = null, string? Channel = null, string? Expectation = null, DateOnly? Date = null, string? What = null,
    string? Why = null, bool? Rebase = null)
{
    /// <summary>Longest text of what is done, in UTF-16 characters: it stands on charts.</summary>
    public const int MaxWhat = 120;

    /// <summary>Longest reason, in UTF-16 characters.</summary>
    public const int MaxWhy = 2000;

    /// <summary>The latest date, in days from the present one.</summary>
    public const int MostDaysAhead = 366;
}
