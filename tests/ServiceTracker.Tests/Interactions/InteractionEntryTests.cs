using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Tests.Hosting;
using Answer = ServiceTracker.Application.Interactions.Answer;

namespace ServiceTracker.Tests.Interactions;

/// <summary>What can be said about an entry by itself.</summary>
public sealed class InteractionEntryTests
{
    private static readonly InteractionEntry Whole = new()
    {
        Site = "harbour",
        Staff = "dvolkov",
        Channel = "counter",
        OccurredAt = TestApp.DefaultNow,
        Observations = Answers(("greeted", Answer.Met), ("identity", Answer.Missed), ("wait_seconds", Answer.Of(42.5))),
        Causes = new Dictionary<string, string> { ["identity"] = "process", ["greeted"] = "person" },
        StandOuts = [new("personal", "Knew the name"), new("owned_mistake", null)],
        Note = "once",
    };

    [Fact]
    public void Nothing_is_wrong_with_a_whole_entry() => Assert.Equal([], Errors(Whole));

    [Fact]
    public void Each_member_that_is_missing_is_named_with_what_to_do() =>
        Assert.Equal(
            [
                new("$.site", "required", "Say at which site it was."),
                new("$.channel", "required", "Say on which channel it was."),
                new("$.occurredAt", "required", "Say when it was, with an offset, such as 2026-11-20T16:46:00+00:00."),
                new("$.observations", "required", "Answer the basics, or send \"all_met\"."),
            ],
            Errors(new InteractionEntry { Site = " ", Channel = "" }));

    [Fact]
    public void Each_value_that_is_not_possible_is_named_with_its_bounds()
    {
        var wrong = Whole with
        {
            Id = Guid.Empty,
            ExternalId = " ",
            Customer = new string('c', 201),
            Comment = new string('c', 4001),
            Note = new string('n', 4001),
            Csat = 6,
            StandOuts = [
                .. Enumerable.Repeat(new StandOutEntry("personal", null), 20), new StandOutEntry("personal", new string('n', 201))],
        };
        Assert.Equal(
            [
                new("$.id", "invalid", "An id of zeros is not an id; leave it out or make a new one."),
                new("$.externalId", "invalid", "1 to 200 characters."),
                new("$.customer", "invalid", "At most 200 characters."),
                new("$.comment", "invalid", "At most 4000 characters."),
                new("$.note", "invalid", "At most 4000 characters."),
                new("$.csat", "invalid", "A whole number from 1 to 5."),
                new("$.standOuts", "invalid", "At most 20 stand-outs."),
                new("$.standOuts[20].note", "invalid", "At most 200 characters."),
            ],
            Errors(wrong));
    }

    [Fact]
    public void A_text_that_is_too_long_and_cannot_be_kept_is_named_for_both()
    {
        const string Nul = "A NUL character cannot be kept; take it out.";
        var text = new string('\0', 201);
        Assert.Equal(
            [
                new("$.externalId", "invalid", "1 to 200 characters."), new("$.externalId", "invalid", Nul),
                new("$.customer", "invalid", "At most 200 characters."), new("$.customer", "invalid", Nul),
                new("$.comment", "invalid", Nul), new("$.note", "invalid", Nul),
                new("$.standOuts[1].note", "invalid", "At most 200 characters."), new("$.standOuts[1].note", "invalid", Nul),
            ],
            Errors(
                Whole with
                {
                    ExternalId = text,
                    Customer = text,
                    Comment = "\0",
                    Note = "a\0b",
                    StandOuts = [null!, new("personal", text)],
                }));
    }

    [Fact]
    public void The_same_content_hashes_the_same_in_any_order_with_blanks_around_codes_and_whatever_its_ids()
    {
        var retry = Whole with
        {
            Id = Guid.CreateVersion7(),
            ExternalId = "till-7",
            Site = " harbour ",
            OccurredAt = TestApp.DefaultNow.ToOffset(TimeSpan.FromHours(2)),
            Source = "self",
            Check = "quick",
            Outcome = "served",
            Observations = Answers(("wait_seconds", Answer.Of(42.5)), ("greeted", Answer.Met), ("identity", Answer.Missed)),
            Causes = new Dictionary<string, string> { ["greeted"] = "person", ["identity"] = "process" },
        };
        Assert.Equal(Whole.ContentHash(), retry.ContentHash());
        Assert.Equal(16, Whole.ContentHash().Length);
    }

    [Fact]
    public void What_would_be_stored_alike_hashes_the_same()
    {
        var bare = Whole with { Customer = null, Comment = null, Team = null };
        InteractionEntry[] alike =
        [
            bare,
            bare with { Note = " once\t", Customer = "", Comment = " ", Team = " " },
            bare with { OccurredAt = TestApp.DefaultNow.AddTicks(9) },
            bare with { StandOuts = [new("personal", " Knew the name "), new("owned_mistake", " ")] },
            bare with
            {
                Observations = Answers(
                    ("greeted", Answer.Met), ("anything_else", Answer.NotApplicable), ("identity", Answer.Missed),
                    ("wait_seconds", Answer.Of(42.5))),
            },
        ];
        Assert.Single(alike.Select(o => Convert.ToHexString(o.ContentHash())).Distinct());
        Assert.Equal(Measured(Answer.Of(0)), Measured(Answer.Of(-0.0)));
        Assert.Equal(Measured(Answer.NotApplicable), (Whole with { Observations = Answers() }).ContentHash());
        Assert.NotEqual(Measured(Answer.NotApplicable), Measured(Answer.Of(0)));

        byte[] Measured(Answer answer) => (Whole with { Observations = Answers(("wait_seconds", answer)) }).ContentHash();
    }

    [Fact]
    public void Other_content_hashes_otherwise()
    {
        InteractionEntry[] others =
        [
            Whole,
            Whole with { Site = "station" },
            Whole with { Site = "dvolkov", Staff = "harbour" },
            Whole with { Team = "harbour", Site = null },
            Whole with { OccurredAt = TestApp.DefaultNow.AddMicroseconds(1) },
            Whole with { Source = "observer" },
            Whole with { Check = "full" },
            Whole with { Outcome = "referred" },
            Whole with { Csat = 1 },
            Whole with { Comment = "once", Note = null },
            Whole with { Note = null },
            Whole with { Note = new string('n', 4000) },
            Whole with { Note = new string('n', 3999) + "m" },
            Whole with { Observations = ObservationAnswers.EveryCheckMet },
            Whole with { Observations = Answers(("greeted", Answer.Missed), ("identity", Answer.Met), ("wait_seconds", Answer.Of(42.5))) },
            Whole with { Observations = Answers(("greeted", Answer.Met), ("identity", Answer.Missed), ("wait_seconds", Answer.Of(42))) },
            Whole with { Observations = Answers(("greeted", Answer.Met), ("identity", Answer.Missed)) },
            Whole with { Causes = new Dictionary<string, string> { ["identity"] = "person", ["greeted"] = "process" } },
            Whole with { Causes = null },
            Whole with { StandOuts = [new("owned_mistake", null), new("personal", "Knew the name")] },
            Whole with { StandOuts = [] },
        ];
        Assert.Equal(others.Length, others.Select(o => Convert.ToHexString(o.ContentHash())).Distinct().Count());
    }

    private static ObservationAnswers Answers(params (string Code, Answer Answer)[] answers) =>
        ObservationAnswers.Of(answers.ToDictionary(a => a.Code, a => a.Answer));

    private static List<FieldError> Errors(InteractionEntry entry)
    {
        var errors = new List<FieldError>();
        entry.FindFaults(errors);
        return errors;
    }
}
