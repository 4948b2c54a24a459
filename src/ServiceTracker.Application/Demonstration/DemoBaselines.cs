using ServiceTracker.Application.Expectations;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Demonstration;

/// <summary>The basics of the demonstration; the values are the bits in both baselines.</summary>
internal enum DemoBasic
{
    Greeted,
    Identity,
    NeedConfirmed,
    RightAnswer,
    NextStep,
    Privacy,
    WaitMinutes,
    AnythingElse,
}

/// <summary>The baselines of the demonstration.</summary>
internal static class DemoBaselines
{
    private const double Target = 0.90;

    /// <summary>Channels on which somebody waits while they are served.</summary>
    private static readonly string[] Live = ["counter", "phone", "chat"];

    /// <summary>Codes in the order of <see cref="DemoBasic"/>.</summary>
    public static readonly IReadOnlyList<string> Codes =
        ["greeted", "identity", "need_confirmed", "right_answer", "next_step", "privacy", "wait_minutes", DemoPatterns.AddedBasic];

    /// <summary>Both baselines, published a week before they take effect.</summary>
    public static IEnumerable<Baseline> Make(DateOnly firstMonday)
    {
        yield return Published(1, "What every customer may count on", firstMonday, Codes.Count - 1);
        yield return Published(
            2, "What every customer may count on, second edition", firstMonday.AddDays(7 * DemoPatterns.SecondBaselineWeek), Codes.Count);
    }

    /// <summary>The mask of what may be answered on a channel.</summary>
    public static int Applicable(string channel, bool second) =>
        (1 << (int)DemoBasic.Identity) | (1 << (int)DemoBasic.NeedConfirmed) | (
            1 << (int)DemoBasic.RightAnswer) | (1 << (int)DemoBasic.NextStep)
        | (1 << (int)DemoBasic.Privacy)
        | (IsLive(channel)
            ? (1 << (int)DemoBasic.Greeted) | (1 << (int)DemoBasic.WaitMinutes) | (second ? 1 << (int)DemoBasic.AnythingElse : 0) : 0);

    /// <summary>Whether somebody waits on this channel.</summary>
    public static bool IsLive(string channel) => Array.IndexOf(Live, channel) >= 0;

    private static Baseline Published(int number, string name, DateOnly from, int count)
    {
        var baseline = new Baseline { Number = number, Name = name, EffectiveFrom = from, TargetConsistency = Target };
        baseline.Expectations.AddRange(Inputs(from.AddDays(365)).Take(count).Select((e, bit) => e.ToExpectation(number, bit)));
        baseline.Publish(from.AddDays(-7).ToDateTime(new TimeOnly(9, 30), DateTimeKind.Utc), "Amara Okafor");
        return baseline;
    }

    private static ExpectationInput[] Inputs(DateOnly review) =>
    [
        new("greeted", "Greeted within a minute?", "You are never left wondering whether anybody is there.",
            "Eye contact and a word, or an answer, within a minute.", ExpectationInput.Check, Channels: Live,
            Evidence: "Named first by 41 of 120 customers asked at the door.", Owner: "Amara Okafor", ReviewDate: review),
        new("identity", "Identity checked?", "Before we talk about a person’s record, we check who they are.",
            "Two details confirmed before anything was disclosed. Not applicable when no record was opened.",
            ExpectationInput.Check, Weight: 2,
            Evidence: "Required by our data protection rules.", Owner: "Niamh Byrne", ReviewDate: review),
        new("need_confirmed", "Need confirmed back?", "We make sure we understood before we act.",
            "The need was said back in our own words and the customer agreed.", ExpectationInput.Check, Weight: 1,
            Evidence: "A third of second contacts began with a misunderstanding.", Owner: "Amara Okafor", ReviewDate: review),
        new("right_answer", "Right answer first time?", "You do not have to ask twice.",
            "Complete and correct without a call back.", ExpectationInput.Check, Weight: 3,
            Evidence: "The strongest reason for a mark of 1 or 2 in last year’s survey.", Owner: "Rania Haddad", ReviewDate: review),
        new("next_step", "Next step explained?", "You always know what happens next, and by when.",
            "Who does what, and by when, was said or written.", ExpectationInput.Check, Weight: 1,
            Evidence: "“What happens now?” was the commonest reason to call again.", Owner: "Niamh Byrne", ReviewDate: review),
        new("privacy", "Nobody else’s details seen or heard?", "What you tell us stays between us.",
            "No other person’s details on the screen, on paper or said aloud.", ExpectationInput.Check, Weight: 3, Critical: true,
            Evidence: "Required by our data protection rules.", Owner: "Niamh Byrne", ReviewDate: review),
        new("wait_minutes", "Waited no longer than 5 minutes?", "Your time matters.",
            "From joining the queue to being served, by the queue display.", ExpectationInput.Measure, "minutes", 5,
            ExpectationInput.AtMost, Weight: 1, Channels: Live,
            Evidence: "Satisfaction falls after five minutes, not before.", Owner: "Amara Okafor", ReviewDate: review),
        new(DemoPatterns.AddedBasic, "Asked if anything else was needed?", "You leave with everything you came for.",
            "An open question before goodbye.", ExpectationInput.Check, Weight: 1, Channels: Live,
            Evidence: "One visit in nine was followed by another within two days.", Owner: "Rania Haddad", ReviewDate: review),
    ];
}
