using ServiceTracker.Application.Access;

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
        if (TableOfWholeWeeks(question) is not { } weeks) return [new(days, from, to)];
        var (firstMonday, lastSunday) = (from.AddDays((8 - (int)from.DayOfWeek) % 7), to.AddDays(-(int)to.DayOfWeek));
        if (firstMonday > lastSunday) return [new(days, from, to)];
        List<FigurePart> parts = [new(weeks, firstMonday, lastSunday)];
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

    /// <summary>The table of how many interactions each week has, of all that somebody sees.</summary>
    public static FigureTable TableOfWeekCounts(Actor who) => who.SeesEverySite ? FigureTable.OrgWeeks : FigureTable.StaffWeeks;

    // Null where no table of weeks knows enough.
    private static FigureTable? TableOfWholeWeeks(FigureQuestion question)
    {
        if (question.IsBy(Breakdown.Day | Breakdown.Reason)) return null;
        if (!question.IsBy(Breakdown.HourOfWeek)) return TableOfWeeks(question);
        return question.Who.SeesEverySite && question.Scope.Site is null && !question.IsBy(Breakdown.Site | Breakdown.Week)
            && TableOfDays(question) == FigureTable.SiteDayHours
            ? FigureTable.OrgHoursOfWeek : null;
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
