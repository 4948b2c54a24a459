using System.Globalization;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>How pages about interactions say things.</summary>
public static class InteractionWords
{
    private static readonly string[] Numbers =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>A count: in words up to twelve.</summary>
    public static string Count(int n) => n >= 0 && n < Numbers.Length ? Numbers[n] : n.ToString(CultureInfo.InvariantCulture);

    /// <summary>A basic as the name of what was or was not done: its question without the question mark.</summary>
    public static string Of(Expectation expectation) => expectation.Question.TrimEnd(' ', '?');

    /// <summary>How an interaction went: "All six met", "Missed Identity checked" or "Unscored".</summary>
    public static string Outcome(InteractionDetails details)
    {
        var score = details.Interaction.Score;
        return !score.IsScored ? "Unscored"
            : !score.AllBasicsMet ? $"Missed {string.Join(", ", details.Missed.Select(Of))}"
            : score.Applicable switch
            {
                1 => "The one basic met",
                2 => "Both met",
                var n => $"All {Count(n)} met",
            };
    }

    /// <summary>What all evidence on a contact says together: "5 of 6 met, score 83.33".</summary>
    public static string Together(Score score) => !score.IsScored ? "nothing scored"
        : $"{score.Met} of {score.Applicable} met, score {score.BasicsScore?.ToString("0.00", CultureInfo.InvariantCulture)}"
            + (score.CriticalMissed ? ", critical missed" : "");

    /// <summary>What the button for "everything was met" says of so many basics, in two halves: "Both", "were met".</summary>
    public static (string What, string WasMet) AllMet(int basics) => basics switch
    {
        0 => ("Save the", "numbers"),
        1 => ("The one basic", "was met"),
        2 => ("Both", "were met"),
        _ => ($"All {Count(basics)}", "were met"),
    };

    /// <summary>The different causes named for the misses, or an empty text.</summary>
    public static string Causes(InteractionDetails details) => string.Join(", ", details.Causes.Select(c => Of(c.Cause)).Distinct());

    public static string Of(Cause cause) => cause switch
    {
        Cause.Person => "person",
        Cause.Process => "process",
        Cause.Customer => "customer",
        Cause.Outage => "outage",
        _ => "cause unknown",
    };

    /// <summary>A cause with what people at the counter say for it: "Process (too busy)".</summary>
    public static string Obstacle(Cause cause)
    {
        var said = LogFormModel.Hindrances.Where(h => h.Cause == cause).Select(h => h.Text.ToLowerInvariant());
        var word = Of(cause);
        return $"{char.ToUpperInvariant(word[0])}{word[1..]} ({string.Join(", ", said)})";
    }

    public static string Of(StandOutKind kind) => kind switch
    {
        StandOutKind.Anticipated => "Anticipated a need",
        StandOutKind.Personal => "Made it personal",
        StandOutKind.UnexpectedExtra => "Unexpected extra",
        StandOutKind.Proactive => "Acted before being asked",
        _ => "Owned a mistake",
    };

    public static string Of(Source source) => source switch
    {
        Source.Self => "Own log",
        Source.Observer => "Observer",
        Source.MysteryShop => "Mystery shop",
        Source.Customer => "Customer",
        _ => "System",
    };

    public static string Of(CheckKind check) =>
        check == CheckKind.Full ? "Full check: every basic answered one by one" : "Quick: all met, or what was missed";

    public static string Of(Outcome outcome) => outcome switch
    {
        Domain.Interactions.Outcome.Referred => "Referred to somebody who can help",
        Domain.Interactions.Outcome.Abandoned => "Abandoned by the customer",
        Domain.Interactions.Outcome.CustomerConduct => "Ended because of the customer's conduct",
        _ => "Served",
    };

    public static string Of(ObservationResult result) => result switch
    {
        ObservationResult.Met => "met",
        ObservationResult.Missed => "missed",
        ObservationResult.Held => "missed, disputed",
        ObservationResult.Excused => "missed, excused",
        _ => "not applicable",
    };

    public static string Of(NotApplicableReason reason) => reason switch
    {
        NotApplicableReason.OtherChannel => "does not apply on this channel",
        NotApplicableReason.NotMeasured => "not measured",
        _ => "not applicable, as answered",
    };

    public static string Of(ExclusionGround ground) => ground switch
    {
        ExclusionGround.Duplicate => "stored twice",
        ExclusionGround.Test => "a test, no customer was there",
        _ => "the customer’s conduct",
    };

    public static string Of(RevisionKind kind) => kind switch
    {
        RevisionKind.Corrected => "corrected it",
        RevisionKind.Excluded => "excluded it",
        RevisionKind.Restored => "took it in again",
        RevisionKind.Disputed => "disputed a miss",
        _ => "ruled on a dispute",
    };

    public static string Of(DisputeStatus status) => status switch
    {
        DisputeStatus.Open => "Open",
        DisputeStatus.Stands => "Stands",
        DisputeStatus.Excused => "Excused",
        _ => "Overtaken by a correction",
    };

    /// <summary>A measured number, or a target, with its unit.</summary>
    public static string Value(double value, string? unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.###}{(string.IsNullOrWhiteSpace(unit) ? "" : " " + unit)}");

    /// <summary>The target of a measure, such as "at most 60 seconds".</summary>
    public static string Target(Expectation measure) =>
        $"{(measure.Direction == TargetDirection.AtMost ? "at most" : "at least")} {Value(measure.Target ?? 0, measure.Unit)}";

    /// <summary>A business date, such as "Friday 20 November 2026".</summary>
    public static string Date(DateOnly date) => date.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An offset from UTC, such as "UTC+01:00".</summary>
    public static string Offset(short minutes) =>
        string.Create(
            CultureInfo.InvariantCulture, $"UTC{(minutes < 0 ? '−' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");
}
