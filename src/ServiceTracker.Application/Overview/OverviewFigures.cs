using ServiceTracker.Application.Figures;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>The start of a manager's day: three answers and what they rest on.</summary>
/// <param name="Answers">Where, who or what, and what was looked at.</param>
/// <param name="Changed">What changed since last week, in one sentence.</param>
/// <param name="Changes">What changed, line by line, the newest first.</param>
/// <param name="Flags">Flags that need somebody, those nobody has looked at first, then the newest.</param>
/// <param name="Whole">The weeks of all basics together.</param>
/// <param name="Basics">In the order of the baseline; none where no baseline is in force.</param>
/// <param name="Channels">Numbers of the channels that have a basic.</param>
/// <param name="People">People against colleagues; null where it is not asked here.</param>
/// <param name="Hours">All basics together by the hour.</param>
/// <param name="Variance">What makes interactions differ; null where it is not asked here.</param>
/// <param name="Trust">Sources of evidence compared; null where it is not asked here.</param>
/// <param name="Notes">Notes on the data that nobody has seen, the latest first.</param>
public sealed record OverviewFigures(
    OverviewAnswers Answers, string Changed, IReadOnlyList<ChangeLine> Changes, IReadOnlyList<FlagLine> Flags, UnitChart Whole,
    IReadOnlyList<BasicOverview> Basics, IReadOnlyList<int> Channels, FunnelFigures? People, HourFigures Hours,
    VarianceFigures? Variance, AgreementFigures? Trust, IReadOnlyList<Flag> Notes);

/// <summary>One basic.</summary>
/// <param name="Basic">The basic, as the baseline in force has it.</param>
/// <param name="Chart">Its weeks.</param>
/// <param name="Now">The last four weeks.</param>
/// <param name="Before">The weeks before them.</param>
/// <param name="Shift">What changed about it.</param>
/// <param name="Concern">What matters most about it; null where nothing stands out.</param>
/// <param name="Channels">Its weeks by number of the channel.</param>
public sealed record BasicOverview(
    Expectation Basic, UnitChart Chart, ExpectationTally Now, ExpectationTally Before, BasicShift? Shift, Concern? Concern,
    IReadOnlyDictionary<int, IReadOnlyList<WeekCount>> Channels)
{
    /// <summary>Enough to say that nothing but chance was found.</summary>
    public bool IsLookedAt => Shift is { IsCompared: true };
}

/// <summary>A flag in a line.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Concern">What it says; null where it is good news.</param>
/// <param name="Text">The same in a line.</param>
public sealed record FlagLine(Flag Flag, Concern? Concern, string Text);

/// <summary>Something that changed.</summary>
/// <param name="Date">When.</param>
/// <param name="Text">What, in a line.</param>
/// <param name="Signal">Whether it is for the worse or for the better; none where nobody can say.</param>
public sealed record ChangeLine(DateOnly Date, string Text, Signal Signal);
