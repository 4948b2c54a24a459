using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Figures;

/// <summary>Interactions that staff logged themselves.</summary>
/// <param name="Date">Business date.</param>
/// <param name="Check">Quick log or full check.</param>
/// <param name="AllMet">All basics met.</param>
/// <param name="N">How many.</param>
internal readonly record struct LoggedCount(DateOnly Date, CheckKind Check, bool AllMet, long N)
{
    /// <summary>Quick logs against full checks.</summary>
    /// <param name="counts">Of any days.</param>
    /// <param name="busy">Days on which the site is usually busy; none where nobody asks for them.</param>
    public static LoggingGap Gap(IReadOnlyCollection<LoggedCount> counts, BusyDays busy = default)
    {
        return LoggingGap.Of(
            Of(CheckKind.Full, true), Of(CheckKind.Full, false), Of(CheckKind.Quick, true), Of(CheckKind.Quick, false),
            busy.Days, busy.Logged);

        long Of(CheckKind kind, bool metOnly) => counts.Where(c => c.Check == kind && (!metOnly || c.AllMet)).Sum(c => c.N);
    }
}
