namespace ServiceTracker.Domain.Organisation;

/// <summary>What a customer came about, from a short list that the business keeps.</summary>
public sealed class Reason
{
    public int Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; set; }

    /// <summary>Name of the picture on the log page's tile; one of <see cref="Icons"/>, or absent.</summary>
    public string? Icon { get; set; }

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The pictures there are.</summary>
    public static IReadOnlyList<string> Icons { get; } = ["new", "renew", "pay", "problem", "chase", "change", "complain", "other"];
}
