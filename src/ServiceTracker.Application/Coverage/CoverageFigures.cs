using ServiceTracker.Domain.Words;

namespace ServiceTracker.Application.Coverage;

/// <summary>What staff logged of what was counted, on the days on which something was.</summary>
/// <param name="Contacts">Contacts counted, at least 0.</param>
/// <param name="Logged">What staff logged on these days, on the channels that were counted.</param>
/// <param name="Days">Days of sites.</param>
public sealed record CoverageFigures(long Contacts, long Logged, int Days)
{
    /// <summary>Share logged, above 1 where more was logged than counted; null where nothing was counted.</summary>
    public double? Share => Contacts == 0 ? null : (double)Logged / Contacts;

    /// <summary>The share in one sentence.</summary>
    public string Sentence => Share is not { } share ? "No count of a till or gate to hold logs against."
        : Logged > Contacts ? $"{Logged} logs on {DaysText}, more than the {Contacts} contacts that were counted: look at the count."
        : $"{PercentText.Of(share)} of {Contacts} contacts that were counted on {DaysText} were logged.";

    private string DaysText => Days == 1 ? "one day" : $"{Days} days";
}
