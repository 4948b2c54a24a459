using ServiceTracker.Application.Overview;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Pages.Consistency;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>A week in a headline and four lines, in the sentences of the overview as of that week.</summary>
/// <param name="Figures">The overview.</param>
/// <param name="Week">The week.</param>
public sealed record WeekSummary(OverviewFigures Figures, IsoWeek Week)
{
    private const int MostListed = 3;

    private IReadOnlyList<Concern> Concerns => Figures.Answers.Concerns;

    /// <summary>What matters most; else that nothing does, or that it is too early to tell.</summary>
    public string Headline => Figures.Answers.Where;

    /// <summary>What began in the week.</summary>
    public IReadOnlyList<Concern> New => [.. Concerns.Where(c => c.Since >= Week.Monday)];

    /// <summary>What began before it.</summary>
    public IReadOnlyList<Concern> StillOpen => [.. Concerns.Where(c => !(c.Since >= Week.Monday))];

    /// <summary>Basics in which nothing but chance was found.</summary>
    public IReadOnlyList<string> LeaveAlone => [.. Figures.Basics.Where(b => b.Concern is null && b.IsLookedAt).Select(b => NameOf(b))];

    /// <summary>What is met more often than before.</summary>
    public IReadOnlyList<string> Keep => [.. Figures.Changes.Where(c => c.Signal == Signal.Improvement).Select(c => c.Text)];

    /// <summary>The week against the one before it, in a sentence; null where one of them has too few.</summary>
    public string? Compared
    {
        get
        {
            if (Figures.Whole.Points is not [.., var before, var now] || now.Week != Week) return null;
            if (now.N < MinimumSample.Default || before.N < MinimumSample.Default) return null;
            return $"All basics met in {UnitLine.Percent(now.Rate)} of {now.N} interactions; " +
                $"{UnitLine.Percent(before.Rate)} of {before.N} the week before.";
        }
    }

    /// <summary>Some names and how many more there are.</summary>
    public static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostListed)) + (names.Count > MostListed ? $" and {names.Count - MostListed} more" : "");

    /// <summary>The basic without its question mark.</summary>
    public static string NameOf(BasicOverview basic) => basic.Basic.Question.TrimEnd('?', ' ');
}
