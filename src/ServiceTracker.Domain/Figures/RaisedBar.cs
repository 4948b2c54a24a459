using System.Globalization;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.Figures;

/// <summary>A baseline that asks for more than the one before it: what falls with it is not anybody's doing.</summary>
/// <param name="Baseline">Number of the baseline.</param>
/// <param name="From">First business date.</param>
/// <param name="Added">The questions of the basics that it adds, at least one.</param>
/// <param name="Missed">How often the added basics were missed since.</param>
/// <param name="Scored">Interactions scored since.</param>
public sealed record RaisedBar(int Baseline, DateOnly From, IReadOnlyList<string> Added, long Missed, long Scored)
{
    /// <summary>What was raised and how much of a fall it can make, in words.</summary>
    public string Sentence
    {
        get
        {
            var asked = string.Create(
                CultureInfo.InvariantCulture,
                $"The bar was raised: baseline {Baseline}, in force from {From:d MMM yyyy}, also asks "
                + $"{string.Join(" and ", Added.Select(a => $"“{a}”"))}");
            // As many interactions at most would have had all basics met without it; some of them missed something else, too.
            return Scored == 0 || Missed == 0 ? $"{asked}; so far this was always met."
                : $"{asked}, missed {Missed} times in {Scored} interactions since. "
                    + $"Up to {PercentText.Points((double)Missed / Scored)} of a fall since then are the bar’s; "
                    + "they say nothing about people.";
        }
    }
}
