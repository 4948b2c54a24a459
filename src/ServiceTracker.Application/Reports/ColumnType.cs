namespace ServiceTracker.Application.Reports;

/// <summary>What kind of value stands in a column.</summary>
public enum ColumnType
{
    /// <summary>Text, guarded where a spreadsheet would run it.</summary>
    Text,

    /// <summary>One of a few words, in small letters.</summary>
    Word,

    /// <summary>A UUID.</summary>
    Id,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with a decimal sign.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A date, yyyy-MM-dd.</summary>
    Date,

    /// <summary>An instant in UTC, ISO 8601 with Z.</summary>
    Instant,

    /// <summary>A local civil time, ISO 8601 without an offset.</summary>
    LocalTime,

    /// <summary>An ISO 8601 week, such as 2026-W47.</summary>
    Week,
}
