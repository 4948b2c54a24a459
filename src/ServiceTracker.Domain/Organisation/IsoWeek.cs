using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ServiceTracker.Domain.Organisation;

/// <summary>An ISO 8601 week, Monday to Sunday, in the year that holds its Thursday: 2027-01-01 lies in 2026-W53.</summary>
public readonly record struct IsoWeek : IComparable<IsoWeek>
{
    // The first day of the calendar is a Monday, its last a Friday.
    private static readonly int LastMonday = DateOnly.MaxValue.DayNumber / 7 * 7 - 7;

    private IsoWeek(DateOnly monday) => Monday = monday;

    /// <summary>The first day of the week.</summary>
    public DateOnly Monday { get; }

    /// <summary>The last day of the week.</summary>
    public DateOnly Sunday => Monday.AddDays(6);

    /// <summary>The year the week belongs to, which near New Year may differ from the year of a day in it.</summary>
    public int Year => ISOWeek.GetYear(Monday.ToDateTime(TimeOnly.MinValue));

    /// <summary>1 to 53.</summary>
    public int Number => ISOWeek.GetWeekOfYear(Monday.ToDateTime(TimeOnly.MinValue));

    /// <summary>The week that holds a date.</summary>
    public static IsoWeek Of(DateOnly date) => new(date.AddDays(-(((int)date.DayOfWeek + 6) % 7)));

    /// <summary>Reads <c>2026-W47</c>; false for anything else, week 53 of a year with 52 weeks included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IsoWeek week)
    {
        week = default;
        // Numbers are read over trailing NULs, so these are asked for.
        if (text is not { Length: 8 } || text[4] != '-' || text[5] != 'W' || text.Contains('\0')
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(6, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 1 or > 9998 || number < 1 || number > ISOWeek.GetWeeksInYear(year)) return false;
        week = Of(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, number, DayOfWeek.Monday)));
        return true;
    }

    /// <summary>The week that lies this many weeks later, or earlier where negative; at most the last whole week of the calendar, and at
    /// least its first.</summary>
    public IsoWeek AddWeeks(int weeks) => new(DateOnly.FromDayNumber((int)Math.Clamp(Monday.DayNumber + 7L * weeks, 0, LastMonday)));

    /// <summary>So many weeks up to this one, oldest first; fewer at the beginning of the calendar.</summary>
    public IReadOnlyList<IsoWeek> LatestOf(int weeks) => [.. Enumerable.Range(1 - weeks, weeks).Select(AddWeeks).Distinct()];

    /// <summary>Whole weeks from another week to this one.</summary>
    public int WeeksSince(IsoWeek other) => (Monday.DayNumber - other.Monday.DayNumber) / 7;

    /// <inheritdoc />
    public int CompareTo(IsoWeek other) => Monday.CompareTo(other.Monday);

    /// <summary>The text form, such as <c>2026-W47</c>.</summary>
    public override string ToString() => $"{Year:0000}-W{Number:00}";

    public static bool operator <(IsoWeek a, IsoWeek b) => a.Monday < b.Monday;
    public static bool operator >(IsoWeek a, IsoWeek b) => a.Monday > b.Monday;
    public static bool operator <=(IsoWeek a, IsoWeek b) => a.Monday <= b.Monday;
    public static bool operator >=(IsoWeek a, IsoWeek b) => a.Monday >= b.Monday;
}
