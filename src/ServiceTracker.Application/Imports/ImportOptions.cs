namespace ServiceTracker.Application.Imports;

/// <summary>How a file is to be taken in.</summary>
public sealed record ImportOptions
{
    /// <summary>csv or ndjson.</summary>
    public string Format { get; init; } = "csv";

    /// <summary>Makes unknown sites, teams, staff, channels and reasons, with the cell as code and name.</summary>
    public bool CreateMissing { get; init; }

    /// <summary>Stores the good rows even when there are bad ones; otherwise one bad row and nothing is stored.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>The source of rows that name none.</summary>
    public string Source { get; init; } = "system";

    /// <summary>Time zone of sites that are made.</summary>
    public string? Zone { get; init; }

    /// <summary>Code of the site of rows that name none.</summary>
    public string? DefaultSite { get; init; }

    /// <summary>Makes also what looks like something that is there: with <see cref="CreateMissing"/>.</summary>
    public bool AllowLookAlikes { get; init; }

    /// <summary>Says what would be stored and made, and stores and makes nothing.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Takes in a file without keys of its own although the same file was taken in before.</summary>
    public bool Again { get; init; }

    /// <summary>How the program that wrote the file writes; null: as the import layout has it.</summary>
    public ImportMappingInput? Mapping { get; init; }

    /// <summary>The name under which <see cref="Mapping"/> is kept, and its version, for the record.</summary>
    public string? MappingName { get; init; }

    public int? MappingVersion { get; init; }

    /// <summary>The file's name, for the record.</summary>
    public string? FileName { get; init; }
}
