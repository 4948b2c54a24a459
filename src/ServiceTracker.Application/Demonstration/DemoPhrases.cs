using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Demonstration;

/// <summary>What people write in the demonstration.</summary>
internal static class DemoPhrases
{
    public static readonly IReadOnlyList<string> Notes =
    [
        "Brought the old form, filled in the new one together.", "Will come back with the second document.",
        "Passed on to casework with a summary.",
        "Asked for a call after 16:00.", "Wanted it in writing, sent at once.", "Second contact about the same letter.",
        "Translated the letter together.",
        "System slow this morning.", "Printer out of paper, printed at the other desk.", "Thanked for the quick answer.",
    ];

    // In the order of DemoBasic.
    public static readonly IReadOnlyList<string> MissNotes =
    [
        "Nobody was free at the door.", "Went straight to the question and forgot the details.", "Answered the wrong question first.",
        "Had to ring back with the right date.",
        "Did not say who would send the letter.", "The screen still showed the previous record.", "Queue up to the entrance.",
        "Another customer was waiting, said goodbye at once.",
    ];

    public static readonly IReadOnlyList<string> GladComments =
        ["Friendly and quick.", "Everything was explained.", "I knew at once what happens next.", "Felt taken seriously.",
        "Better than I expected."];

    public static readonly IReadOnlyList<string> SorryComments =
        ["Had to ask twice.", "Waited too long.", "Nobody told me what happens now.", "I was asked for the same thing again."];

    public static readonly IReadOnlyList<(StandOutKind Kind, string? Note)> StandOuts =
    [
        (StandOutKind.Anticipated, "Had the form ready before being asked."), (StandOutKind.Anticipated, null),
        (StandOutKind.Personal, "Remembered the last visit."),
        (StandOutKind.Personal, null), (StandOutKind.UnexpectedExtra, "Walked along to the right office."),
        (StandOutKind.UnexpectedExtra, null),
        (StandOutKind.Proactive, "Rang before the deadline ran out."), (StandOutKind.Proactive, null),
    ];

    public const string OwnedMistake = "Said it was our mistake and what we do about it.";
}
