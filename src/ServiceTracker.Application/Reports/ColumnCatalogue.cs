using ServiceTracker.Domain;

namespace ServiceTracker.Application.Reports;

/// <summary>What every column of the weekly files means: the very list from which their headings are made.</summary>
public static class ColumnCatalogue
{
    /// <summary>Raised with every column that is added.</summary>
    public const int Version = 1;

    /// <summary>The files, in the order in which they are listed.</summary>
    public static IReadOnlyList<WeeklyFileFacts> Files { get; } =
    [
        new(WeeklyFile.Consistency, "A row for each site, team, person and channel: rate, interval, score, class.", "the person's",
            [.. WeeklyColumns.Consistency.Select(c => c.Facts)]),
        new(WeeklyFile.Basics, "The same for each basic: met, missed, rate, measured mean and spread.", "the person's",
            [.. WeeklyColumns.Basics.Select(c => c.Facts)]),
        new(WeeklyFile.Interactions, "A row for each interaction, people as codes.", "what was stored",
            [.. WeeklyColumns.InteractionFacts]),
        new(WeeklyFile.Staff, "A row for each site and person, over teams and channels.", "the person's",
            [.. WeeklyColumns.Staff.Select(c => c.Facts)]),
        new(WeeklyFile.Channels, "A row for each site and channel, over teams and people.", "the process's",
            [.. WeeklyColumns.Channels.Select(c => c.Facts)]),
        new(WeeklyFile.Sites, "A row for each site.", "the process's", [.. WeeklyColumns.Sites.Select(c => c.Facts)]),
        new(WeeklyFile.Flags, "A row for each flag that was open in the week, with how far the work on it has come.", "the detectors'",
            [.. WeeklyColumns.Flags.Select(c => c.Facts)]),
    ];

    /// <summary>Every column of every file, as the catalogue is given out.</summary>
    public static IEnumerable<CatalogueLine> Lines => Files.SelectMany(f => f.Columns.Select(c => new CatalogueLine(
        f.Name, c.Name, SnakeCase<ColumnType>.Text(c.Type), c.Meaning, c.Unit, f.View, c.Since)));

    /// <summary>What is said of a file.</summary>
    public static WeeklyFileFacts Of(WeeklyFile file) => Files.First(f => f.File == file);
}
