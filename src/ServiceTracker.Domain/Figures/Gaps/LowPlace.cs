namespace ServiceTracker.Domain.Figures.Gaps;

/// <summary>A channel or site on which a basic is met less often than on the others, beyond chance.</summary>
/// <param name="Kind">Channel or site.</param>
/// <param name="Code">Its code or number.</param>
/// <param name="K">Met there.</param>
/// <param name="N">Applicable there.</param>
/// <param name="Difference">
/// Rate there less rate on the others, under 0: of the same people for a channel, on the same channels for a site.
/// </param>
/// <param name="AdjustedP">The p-value raised for all places and basics that were compared.</param>
/// <param name="Staff">Codes or numbers of the people who worked there, in ordinal order.</param>
public sealed record LowPlace(PlaceKind Kind, string Code, long K, long N, double Difference, double AdjustedP, IReadOnlyList<string> Staff)
{
    /// <summary>k / n, 0 to 1.</summary>
    public double Rate => (double)K / N;
}
