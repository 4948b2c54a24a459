namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// What the migration of this name does to the rows there are. Hours of the week move to the weekday of the business date, in interactions
/// and in what was summed up from them; interactions get the role that their person has now, which is what figures by role went by until
/// then.
/// </summary>
internal static class PeriodsRolesAndZonesData
{
    // As the tables were then: a migration does not change with the program.
    private static readonly string[] Sums =
    [
        "interactions", "excluded", "held", "excused", "stand_outs", "csat_count", "csat_sum", "scored", "all_met", "critical_missed",
        "stand_outs_on_basics", "score_sum", "score_squares_high", "score_squares_low",
    ];

    public static IReadOnlyList<string> ForSqlite =>
        Statements("((CAST(strftime('%w', business_date) AS INTEGER) + 6) % 7)", w => $"date(business_date, '-' || {w} || ' days')");

    public static IReadOnlyList<string> ForPostgres =>
        Statements("(extract(isodow FROM business_date)::int - 1)", w => $"business_date - {w}");

    private static string[] Statements(string weekday, Func<string, string> monday)
    {
        var hour = $"{weekday} * 24 + hour_of_week % 24";
        var elsewhere = $"hour_of_week / 24 <> {weekday}";
        var (columns, sums) = (string.Join(", ", Sums), string.Join(", ", Sums.Select(c => $"SUM({c})")));
        return
        [
            $"UPDATE interaction SET hour_of_week = {hour} WHERE {elsewhere}",
            $"""
            INSERT INTO site_day_hour (site_id, business_date, hour_of_week, {columns})
            SELECT site_id, business_date, {hour}, {sums} FROM site_day_hour WHERE {elsewhere} GROUP BY 1, 2, 3
            ON CONFLICT (site_id, business_date, hour_of_week)
            DO UPDATE SET {string.Join(", ", Sums.Select(c => $"{c} = site_day_hour.{c} + excluded.{c}"))}
            """,
            $"DELETE FROM site_day_hour WHERE {elsewhere}",
            "DELETE FROM org_hour_of_week",
            $"""
            INSERT INTO org_hour_of_week (week_start, hour_of_week, {columns})
            SELECT {monday(weekday)}, hour_of_week, {sums} FROM site_day_hour GROUP BY 1, 2
            """,
            "INSERT INTO role_title (title) SELECT DISTINCT role_title FROM staff WHERE role_title IS NOT NULL",
            """
            UPDATE interaction SET role_id = (
              SELECT r.id FROM staff s JOIN role_title r ON r.title = s.role_title WHERE s.id = interaction.staff_id)
            WHERE staff_id IS NOT NULL
            """,
        ];
    }
}
