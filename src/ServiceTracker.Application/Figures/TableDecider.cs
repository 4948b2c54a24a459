namespace ServiceTracker.Application.Figures;

/// <summary>
/// Decides which table answers a question: the smallest that knows enough. Nobody else knows which there are to choose from, so an answer
/// becomes faster here and stays the same everywhere.
/// </summary>
internal static class TableDecider
{
    /// <summary>The parts of a question's time, each with its table; together they are that time once.</summary>
    public static IReadOnlyList<FigurePart> PartsOf(FigureQuestion question)
    {
        var (from, to, days) = (question.Scope.From, question.Scope.To, TableOfDays(question));
        // No table of weeks knows these.
        if (question.IsBy(Breakdown.Day | Breakdown.HourOfWeek | Breakdown.Reason)) return [new(days, from, to)];
        var (firstMonday, lastSunday) = (from.AddDays((8 - (int)from.DayOfWeek) % 7), to.AddDays(-(int)to.DayOfWeek));
        if (firstMonday > lastSunday) return [new(days, from, to)];
        List<FigurePart> parts = [new(TableOfWeeks(question), firstMonday, lastSunday)];
        if (from < firstMonday) parts.Add(new(days, from, firstMonday.AddDays(-1)));
        if (to > lastSunday) parts.Add(new(days, lastSunday.AddDays(1), to));
        return parts;
    }

    /// <summary>The table of a question of whole weeks about nothing but how many were scored and had all basics met.</summary>
    public static FigureTable TableOfRates(FigureQuestion question)
    {
        // One person's rows an index holds ready; their weeks lie among everybody's.
        var isOfOnePerson = question.Scope.Staff is not null && (question.By.Units() & ~question.Scope.Unit.Breakdown) == 0;
        return isOfOnePerson ? FigureTable.Rows : TableOfWeeks(question);
    }

    // Sums over all sites cost the same however many sites and people there are.
    private static FigureTable TableOfWeeks(FigureQuestion question) =>
        question.Who.SeesEverySite && question.Scope is { Site: null, Staff: null } && (question.By.Units() & ~Breakdown.Channel) == 0
            ? FigureTable.OrgWeeks : FigureTable.StaffWeeks;

    private static FigureTable TableOfDays(FigureQuestion question) =>
        question.Scope is { Staff: null, Channel: null } && (question.By.Units() & ~Breakdown.Site) == 0
            && !question.IsBy(Breakdown.Reason | Breakdown.Expectation)
            ? FigureTable.SiteDayHours : FigureTable.Rows;
}
