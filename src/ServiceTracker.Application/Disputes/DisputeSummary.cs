namespace ServiceTracker.Application.Disputes;

/// <summary>How disputes went, by who ruled on them and by basic, A to Z.</summary>
/// <param name="ByReviewer">Those that were ruled on, by who ruled, and those still open, by nobody.</param>
/// <param name="ByBasic">All of them, by the code of the basic.</param>
public sealed record DisputeSummary(IReadOnlyList<DisputeLine> ByReviewer, IReadOnlyList<DisputeLine> ByBasic);

/// <summary>A line of <see cref="DisputeSummary"/>.</summary>
/// <param name="Of">The name of the reviewer, null for nobody yet, or the code of the basic.</param>
/// <param name="Disputed">Disputes.</param>
/// <param name="Open">Of these, those nobody has ruled on.</param>
/// <param name="Overturned">Of these, those in which the miss was excused.</param>
/// <param name="DaysOpen">How long they were open, or have been so far, in days: the mean.</param>
public sealed record DisputeLine(string? Of, int Disputed, int Open, int Overturned, double DaysOpen)
{
    /// <summary>Those that were ruled on.</summary>
    public int Ruled => Disputed - Open;

    /// <summary>Share of overturned ones among those that were ruled on; null where none was.</summary>
    public double? OverturnRate => Ruled == 0 ? null : (double)Overturned / Ruled;
}
