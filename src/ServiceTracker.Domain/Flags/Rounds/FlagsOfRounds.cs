using System.Globalization;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Rounds;

/// <summary>
/// Makes flags and notes of what rounds found: one for each fact, however many rounds tell it. A function of the findings, in whatever
/// order they come, and of when people closed what they worked on.
/// </summary>
/// <remarks>
/// A flag on which nobody worked is over with the first round that tells otherwise eight weeks or more after the last one that told it:
/// of the weeks that raised it none is among those it looks at. It comes back where it is told again within four weeks. What people
/// closed stays closed while the rounds still look at weeks that they knew of; what is told eight weeks after is another flag. A note is
/// only seen, and told anew only after it was over.
/// </remarks>
public static class FlagsOfRounds
{
    /// <summary>Weeks that a round looks at.</summary>
    public const int Weeks = 8;

    private const int Days = 7 * Weeks;

    /// <summary>The flags and notes of a site.</summary>
    /// <param name="findings">All of the site, in any order.</param>
    /// <param name="isWorkedOn">Whether people worked on the flag that a finding raised: then only they close it.</param>
    /// <param name="closedOn">The business date on which they did; null while it is open.</param>
    public static IReadOnlyList<RoundFlag> Of(
        IEnumerable<RoundFinding> findings, Func<RoundFinding, bool> isWorkedOn, Func<RoundFinding, DateOnly?> closedOn)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(isWorkedOn);
        ArgumentNullException.ThrowIfNull(closedOn);
        var made = new List<RoundFlag>();
        foreach (var unit in findings.GroupBy(f => f.About).OrderBy(g => g.Key))
        {
            RoundFlag? last = null;
            foreach (var finding in unit.OrderBy(f => f.WeekStart))
            {
                if (finding.IsTold)
                {
                    var goesOn = last is not null && IsStillOne(last, finding.Sunday);
                    if (last is not null && !goesOn) made.Add(last);
                    last = goesOn
                        ? last! with { ToldOn = [.. last.ToldOn, finding.Sunday], Over = null }
                        : new(finding, [finding.Sunday], null);
                }
                else if (last is { Over: null } && IsLater(last.ToldOn[^1], finding.Sunday) && !isWorkedOn(last.Raised))
                {
                    last = last with { Over = Confirmed(finding) };
                }
            }

            if (last is not null) made.Add(last);
        }

        return made;

        bool IsStillOne(RoundFlag flag, DateOnly sunday)
        {
            if (flag.Over is { } over) return sunday.DayNumber - over.On.DayNumber <= UnitFlags.JoiningDays;
            if (flag.Raised.Kind != FlagKind.Comparison && isWorkedOn(flag.Raised)) return !IsLater(flag.ToldOn[^1], sunday);
            return closedOn(flag.Raised) is not { } closed || !IsLater(closed, sunday);
        }
    }

    /// <summary>Those of all findings that are kept: what tells something, and what comes after it until it is over.</summary>
    /// <param name="findings">All of a site, in any order.</param>
    public static IReadOnlyList<RoundFinding> Kept(IEnumerable<RoundFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var kept = new List<RoundFinding>();
        foreach (var unit in findings.GroupBy(f => f.About))
        {
            DateOnly? told = null;
            foreach (var finding in unit.OrderBy(f => f.WeekStart))
            {
                if (finding.IsTold) told = finding.Sunday;
                if (told is not { } last) continue;
                kept.Add(finding);
                if (!finding.IsTold && IsLater(last, finding.Sunday)) told = null;
            }
        }

        return kept;
    }

    private static FlagConfirmation Confirmed(RoundFinding finding) => new(
        finding.Sunday,
        string.Create(
            CultureInfo.InvariantCulture, $"The eight weeks to {finding.Sunday:yyyy-MM-dd} no longer say so. {finding.Sentence}"));

    private static bool IsLater(DateOnly day, DateOnly sunday) => sunday.DayNumber - day.DayNumber >= Days;
}
