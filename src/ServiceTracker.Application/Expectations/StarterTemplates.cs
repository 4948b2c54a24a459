namespace ServiceTracker.Application.Expectations;

/// <summary>A baseline to begin with, to be edited into one's own.</summary>
/// <param name="Key">Name in forms.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="About">For whom it is.</param>
/// <param name="Reasons">Code, name and icon of reasons that fit.</param>
/// <param name="Expectations">The basics, with the promise each keeps.</param>
public sealed record StarterTemplate(
    string Key, string Name, string About, IReadOnlyList<(string Code, string Name, string Icon)> Reasons,
    IReadOnlyList<ExpectationInput> Expectations);

/// <summary>The templates offered at the first start.</summary>
public static class StarterTemplates
{
    /// <summary>All templates, the most general first.</summary>
    public static IReadOnlyList<StarterTemplate> All { get; } =
    [
        new("counter_shop", "Counter shop", "A shop or service point where people queue, ask, pay and collect.",
            [("buy", "Buying", "pay"), ("collect", "Collecting", "new"), ("return", "Return", "renew"), ("advice", "Advice", "change"),
            ("complaint", "Complaint", "complain"), ("other", "Something else", "other")],
            [
                Basic(
                    "greeted", "Greeted within a minute?", "We notice you as soon as you come in.",
                    "Eye contact and a word within a minute of joining the queue."),
                Basic(
                    "need_confirmed", "Need confirmed back?", "We make sure we understood before we act.",
                    "The need was said back in our own words and the customer agreed."),
                Basic(
                    "right_answer", "Right answer or item first time?", "You do not have to come back for the same thing.",
                    "Nothing had to be corrected before the customer left.", weight: 2),
                Basic(
                    "price_told", "Price told before paying?", "No surprises at the till.",
                    "The full price was said or shown before payment.", critical: true),
                Measure(
                    "wait_minutes", "Waited no longer than 5 minutes?", "Your time matters.", "From joining the queue to being served.",
                    "minutes", 5),
                Basic(
                    "anything_else", "Asked if anything else was needed?", "You leave with everything you came for.",
                    "An open question before goodbye."),
            ]),
        new("service_desk", "Service desk", "A desk or contact centre that handles requests on several channels.",
            [("new", "New request", "new"), ("renewal", "Renewal", "renew"), ("payment", "Payment", "pay"),
            ("problem", "Report a problem", "problem"), ("progress", "Chase progress", "chase"), ("details", "Change of details", "change"),
            ("complaint", "Complaint", "complain"), ("other", "Something else", "other")],
            [
                Basic(
                    "greeted", "Greeted within a minute?", "You are never left wondering whether anybody is there.",
                    "Acknowledged within a minute; in writing, an acknowledgement at once."),
                Basic(
                    "identity", "Identity checked?", "Before we talk about a person's record, we check who they are.",
                    "Two details confirmed before anything was disclosed.", critical: true),
                Basic(
                    "need_confirmed", "Need confirmed back?", "We make sure we understood before we act.",
                    "The need was said back and the customer agreed."),
                Basic(
                    "right_answer", "Right answer first time?", "You do not have to ask twice.",
                    "Correct and complete without a call back.", weight: 2),
                Basic(
                    "next_step", "Next step explained?", "You always know what happens next, and by when.",
                    "Who does what, and by when, was said."),
                Basic(
                    "anything_else", "Asked if anything else was needed?", "You leave with everything you came for.",
                    "An open question before goodbye."),
            ]),
        new("restaurant", "Restaurant", "A restaurant, café or bar with guests at tables.",
            [("table", "Table guest", "new"), ("booking", "Booking", "chase"), ("takeaway", "Takeaway", "pay"),
            ("complaint", "Complaint", "complain"), ("other", "Something else", "other")],
            [
                Basic(
                    "welcomed", "Welcomed at the door?", "You are expected.",
                    "A word at the door within a minute, and a table or an honest waiting time."),
                Basic("allergies", "Asked about allergies?", "We keep you safe.", "Asked before the order was taken.", critical: true),
                Basic("order_right", "Order right first time?", "You get what you asked for.", "Nothing sent back or missing.", weight: 2),
                Measure(
                    "food_minutes", "Food within 20 minutes?", "We do not keep you hungry.", "From order to the first dish on the table.",
                    "minutes", 20),
                Basic(
                    "checked_back", "Checked back after serving?", "We put things right while it still helps.",
                    "Within a few minutes of serving."),
                Basic("bill_right", "Bill right and prompt?", "You leave when you want to.", "Correct, and within 5 minutes of asking."),
            ]),
    ];

    private static ExpectationInput Basic(
        string code, string question, string promise, string guidance, int weight = 1, bool critical = false) =>
        new(code, question, promise, guidance, ExpectationInput.Check, Weight: weight, Critical: critical);

    private static ExpectationInput Measure(string code, string question, string promise, string guidance, string unit, double target) =>
        new(code, question, promise, guidance, ExpectationInput.Measure, unit, target, ExpectationInput.AtMost, Weight: 1);
}
