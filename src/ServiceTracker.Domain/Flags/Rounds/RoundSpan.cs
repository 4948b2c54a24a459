using System.Globalization;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Rounds;

/// <summary>What every finding says of the weeks that it is about.</summary>
internal static class RoundSpan
{
    /// <summary>The first of the days.</summary>
    public static DateOnly From(IsoWeek last) => last.AddWeeks(1 - FlagsOfRounds.Weeks).Monday;

    /// <summary>A sentence with the weeks that it is about.</summary>
    public static string Dated(string sentence, IsoWeek last) =>
        string.Create(CultureInfo.InvariantCulture, $"{sentence} That is of the eight weeks to {last.Sunday:yyyy-MM-dd}.");

    /// <summary>Shares of interactions, 0 to 1, as the evidence of a flag has them.</summary>
    public static FlagEvidence Evidence(IsoWeek last, long n, double observed, double usual) => new()
    {
        From = From(last),
        To = last.Sunday,
        Since = From(last),
        N = n,
        ObservedRate = observed,
        UsualRate = usual,
        OddsRatio = observed is <= 0 or >= 1 || usual is <= 0 or >= 1 ? null : (1 - observed) / observed / ((1 - usual) / usual),
    };
}
