using System.Globalization;
using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>How a unit stands, and why, in one plain sentence.</summary>
public static class UnitStanding
{
    /// <summary>
    /// Slipping, erratic or improving while a flag that says so is open; otherwise stable, and reliable or steady below by the target. Not
    /// enough yet below ten interactions or 13 active weeks, whatever is flagged: the flag is there and provisional. And where a new
    /// baseline is younger than that, unless something is flagged: what is steady under it has still to be seen.
    /// </summary>
    /// <param name="detector">The unit's detector.</param>
    /// <param name="today">The business date.</param>
    /// <param name="openFlag">The unit's latest open flag, if any; critical ones say nothing about the class.</param>
    /// <param name="target">Share of interactions in which all basics are meant to be met, 0 to 1.</param>
    /// <param name="basicName">How a basic is called, by its bit.</param>
    public static Standing Of(ChangeDetector detector, DateOnly today, UnitFlag? openFlag, double? target, Func<int, string> basicName)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(basicName);
        return Of(UnitFigures.Of(detector, today), openFlag?.Label.Kind, openFlag?.Latest.Sentence(basicName), target);
    }

    /// <summary>The same from kept figures.</summary>
    /// <param name="figures">The unit's, at the end of a day.</param>
    /// <param name="openFlag">What its latest open flag says, if there is one.</param>
    /// <param name="flag">The flag's sentence.</param>
    /// <param name="target">Share of interactions in which all basics are meant to be met, 0 to 1.</param>
    public static Standing Of(in UnitFigures figures, DetectionKind? openFlag, string? flag, double? target)
    {
        if (figures.Interactions < MinimumSample.Default)
            return new(
                ConsistencyClass.NotEnoughYet,
                With(flag, $"Not enough yet: {figures.Interactions} scored interactions, {MinimumSample.Default} are needed."));
        if (figures.ActiveWeeks < MinimumSample.Weeks)
        {
            return new(
                ConsistencyClass.NotEnoughYet,
                With(flag, $"Not enough yet: {figures.ActiveWeeks} weeks with interactions, {MinimumSample.Weeks} are needed."));
        }

        if (openFlag is { } kind && Explanation.Of(kind) is { } changed) return new(changed.Class, flag!);
        if (figures.WeeksBehind < MinimumSample.Weeks)
        {
            return new(
                ConsistencyClass.NotEnoughYet,
                $"Not enough yet: {figures.WeeksBehind} weeks under this baseline, {MinimumSample.Weeks} are needed.");
        }

        var (n, k) = (figures.RecentN, figures.RecentK);
        var level = 1 - (double)figures.K / figures.N;
        var recent = n == 0 ? "" : $", {Percent(1 - (double)k / n)} of {n} in the last eight weeks";
        var sentence = $"As usual: all basics met in {Percent(level)} of {figures.N} interactions{recent}";
        var provisional = figures.WeeksBehind < UsualLevel.FirstWeeks ? " Fewer than 25 weeks tell what is usual." : "";
        return target is { } aim && level < aim
            ? new(ConsistencyClass.SteadyBelow, $"{sentence}; that is steady, and below the target of {Percent(aim)}.{provisional}")
            : new(ConsistencyClass.Reliable, sentence + (target is { } met ? $"; the target is {Percent(met)}." : ".") + provisional);
    }

    private static string With(string? flag, string sentence) => flag is null ? sentence : $"{sentence} {flag}";

    private static string Percent(double rate) => (100 * rate).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
