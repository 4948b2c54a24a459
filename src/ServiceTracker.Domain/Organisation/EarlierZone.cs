namespace ServiceTracker.Domain.Organisation;

/// <summary>A time zone that a site has had before. What was stored meanwhile keeps it.</summary>
public sealed class EarlierZone
{
    /// <summary>Counts a site's zones, from 1 for the first.</summary>
    public short Number { get; init; }

    /// <summary>IANA time zone.</summary>
    public required string Zone { get; init; }
}
