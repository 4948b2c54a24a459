namespace ServiceTracker.Domain.Organisation;

/// <summary>What a customer came about, from a short list that the business keeps.</summary>
public sealed class Reason
{
    public int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }

    /// <summary>Name of the picture on the log page's tile; one of <see cref="Icons"/>, or absent.</summary>
    public string? Icon { get; set; }

    /// <summary>A customer who comes with it has a bad experience behind them: each such interaction opens a case.</summary>
    public bool IsComplaint { get; set; }

    /// <summary>The picture of complaints: a reason of a template that has it is one.</summary>
    public const string ComplaintIcon = "complain";

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The pictures there are.</summary>
    public static IReadOnlyList<string> Icons { get; } = ["new", "renew", "pay", "problem", "chase", "change", ComplaintIcon, "other"];
}
