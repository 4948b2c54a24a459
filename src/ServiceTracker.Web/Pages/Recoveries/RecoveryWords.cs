using System.Globalization;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Web.Pages.Recoveries;

/// <summary>How cases are said to people.</summary>
public static class RecoveryWords
{
    public static string Of(RecoveryStatus status) => status switch
    {
        RecoveryStatus.Open => "Nobody answered yet",
        RecoveryStatus.Owned => "Owned",
        RecoveryStatus.Explained => "Cause told",
        RecoveryStatus.StepsTold => "Steps told",
        RecoveryStatus.FollowUp => "Follow-up",
        RecoveryStatus.Closed => "Closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(RecoveryOutcome outcome) => outcome switch
    {
        RecoveryOutcome.Recovered => "The customer says it is well again",
        RecoveryOutcome.NotRecovered => "The customer is not content",
        RecoveryOutcome.Lost => "The customer is gone",
        RecoveryOutcome.CustomerWrong => "The customer was wrong or abusive",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    public static string Of(RecoveryGround ground) => ground switch
    {
        RecoveryGround.ByHand => "opened by hand",
        RecoveryGround.Complaint => "a complaint",
        RecoveryGround.Rating => "a low mark",
        _ => throw new ArgumentOutOfRangeException(nameof(ground)),
    };

    public static string Of(RecoveryNeed need) => need switch
    {
        RecoveryNeed.Words => "what the customer was told",
        RecoveryNeed.Cause => "the cause",
        RecoveryNeed.Steps => "what is being done",
        RecoveryNeed.DueOn => "the day of the follow-up",
        RecoveryNeed.Outcome => "how it ended",
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    public static string Hours(double? hours) => hours is { } h ? h.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
