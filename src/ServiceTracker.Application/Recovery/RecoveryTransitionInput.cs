using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>A step of a case, as it is asked for. What was said in an earlier step need not be said again.</summary>
/// <param name="To">Where it leads.</param>
/// <param name="Words">What the customer was told.</param>
/// <param name="Cause">What got in the way; needed from explained on, and unknown is none.</param>
/// <param name="Steps">What is being done about it; needed from steps_told on.</param>
/// <param name="DueOn">Business date by which the next step is to be taken; needed for follow_up, else two days from now.</param>
/// <param name="Outcome">How it ended; needed for closed.</param>
public sealed record RecoveryTransitionInput(
    [property: OneOf(typeof(RecoverySteps), nameof(RecoverySteps.Words))] string? To = null, string? Words = null,
    [property: OneOf(typeof(Cause))] string? Cause = null, string? Steps = null, DateOnly? DueOn = null,
    [property: OneOf(typeof(RecoveryOutcome))] string? Outcome = null)
{
    /// <summary>Longest text, in UTF-16 characters.</summary>
    public const int MaxText = 2000;

    /// <summary>The latest day of the next step, in days from the present one.</summary>
    public const int MostDaysAhead = 366;
}
